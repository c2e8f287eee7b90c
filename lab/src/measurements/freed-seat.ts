import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import type { StrategyView } from '#contracts';
import { Api } from '../api.js';
import type { Cluster, NamedReplica } from '../cluster/cluster.js';
import { BuyerConnection } from '../driver/buyer-connection.js';
import { classify } from '../driver/classify.js';
import { NOTHING_TO_HEAL } from '../faults/fault.js';
import { letGoAt } from '../matrix/strike.js';
import { policyOf, runParameters } from '../run-parameters.js';
import { seatingFor } from '../seating.js';
import { wait, waitUntil } from '../waiting.js';

/** The longest delay there is; it ends with the replica, or when it is disarmed. */
const HELD_MS = 10_000;
/** Well below the 2 s that a transaction may idle. */
const IN_PLACE = { mostMs: 1_000, everyMs: 5 };
/** A customer who is told to come again does, and is patient. */
const AGAIN_AFTER_MS = 10;
const PATIENCE_MS = 15_000;

export const WAYS = ['killed', 'stopped', 'cut off'] as const;
export type Way = (typeof WAYS)[number];

/** What may happen to the replica of whoever holds a seat's row; comes back when it has, gives how to undo it. */
const hurt: Readonly<Record<Way, (cluster: Cluster, victim: NamedReplica) => Promise<() => Promise<void>>>> =
  {
    async killed(_, { process }) {
      await process.kill();
      return async () => await process.start();
    },
    async stopped(_, { process }) {
      await process.stop();
      return async () => await process.goOn();
    },
    async 'cut off'(cluster, { name }) {
      const link = cluster.links({ replica: name, to: 'postgres' });
      await link.cut('silence');
      return async () => await link.restore();
    },
  };

/**
 * ms from the signal: until /proc says that it has happened, until PostgreSQL let go of the row, and until somebody
 * else had the holder's seat.
 */
export interface Freed {
  happenedMs: number;
  releasedMs: number;
  waitingMs: number;
  comingMs: number;
}

/** Two events: in some strategies claims of one event wait for each other, and two seats are to be held. */
export interface Halls {
  waiting: string;
  coming: string;
  seats: readonly string[];
}

export async function openHalls(cluster: Cluster, strategy: StrategyView, seatCount: number): Promise<Halls> {
  const { sections, labels: seats } = seatingFor(seatCount);
  const policy = policyOf(runParameters(strategy, cluster.replicas.length, { guard: false, workMs: 0 }));
  const open = async (): Promise<string> =>
    (await new Api(cluster.api).createEvent({ name: 'Freed', currency: 'EUR', sections, policy })).eventId;
  return { waiting: await open(), coming: await open(), seats };
}

/** The lab's own: one that looks who waits, and one that waits for a row itself. */
interface Sessions {
  looks: Client;
  waits: Client;
}

/**
 * Two customers hold a seat's row each in the victim; for one of the seats a rival waits already, for the other not.
 * null: on a busy machine somebody was not in his place in time, and nothing was done.
 */
export async function freeOnce(
  cluster: Cluster,
  { looks, waits }: Sessions,
  halls: Halls & { seat: string },
  way: Way,
): Promise<Freed | null> {
  const [victim, second, third] = cluster.replicas;
  if (victim === undefined || second === undefined || third === undefined) throw new Error('3 replicas');
  const { seat } = halls;
  const eventIds = [halls.waiting, halls.coming];
  for (const eventId of eventIds)
    await victim.admin.arm({ eventId, step: 'before-commit', pauseMs: HELD_MS, timesPerSeat: 1 });
  const held = eventIds.map((eventId) => new Customer(victim, { eventId, seat }).ask());
  const bothStand = await inPlace(async () => await allInside(victim, eventIds));
  const rival = new Customer(second, { eventId: halls.waiting, seat });
  const rivalHas = rival.untilHeKnows();
  const rowIsFree = waits.query(ROW, [halls.coming, seat]).then(() => performance.now());
  const bothWait = await inPlace(
    async () =>
      (rival.asked > 1 || (await waiting(looks, 'lastseat-seats'))) && (await waiting(looks, 'lastseat-lab')),
  );
  const began = performance.now();
  const heal = bothStand && bothWait ? await hurt[way](cluster, victim) : NOTHING_TO_HEAL;
  const happened = performance.now();
  const comer = new Customer(third, { eventId: halls.coming, seat });
  const comerHas = heal === NOTHING_TO_HEAL ? null : comer.untilHeKnows();
  if (comerHas !== null) await Promise.all([rowIsFree, rivalHas, comerHas]);
  await heal();
  await letGoAt([victim], eventIds);
  const [released, waited, came] = await Promise.all([rowIsFree, rivalHas, comerHas, ...held]);
  if (waited === null || came === null) return null;
  const after = (at: number): number => at - began;
  return {
    ...{ happenedMs: after(happened), releasedMs: after(released) },
    ...{ waitingMs: after(waited), comingMs: after(came) },
  };
}

class Customer {
  asked = 0;
  readonly #key = randomUUID();
  readonly #connection: BuyerConnection;

  constructor(
    { url }: NamedReplica,
    private readonly wish: { eventId: string; seat: string },
  ) {
    this.#connection = new BuyerConnection(url);
  }

  async ask(): Promise<ReturnType<typeof classify>['kind']> {
    const { eventId, seat } = this.wish;
    const body = JSON.stringify({ customerId: `customer-${this.#key}`, seats: [seat] });
    this.asked += 1;
    const headers = { 'idempotency-key': this.#key };
    return classify(await this.#connection.post(`/v1/events/${eventId}/claims`, headers, body)).kind;
  }

  /** When he had the seat, on `performance.now()`; null: he was refused, or it took too long. */
  async untilHeKnows(): Promise<number | null> {
    const deadline = performance.now() + PATIENCE_MS;
    while (performance.now() < deadline) {
      const kind = await this.ask();
      if (kind === 'ok') return performance.now();
      if (kind === 'fail') return null;
      await wait(AGAIN_AFTER_MS);
    }
    return null;
  }
}

async function allInside({ admin }: NamedReplica, eventIds: readonly string[]): Promise<boolean> {
  const inside = await Promise.all(eventIds.map((eventId) => admin.failpointInside(eventId)));
  return inside.every((count) => count > 0);
}

const WAITING = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = $1`;
const waiting = async (looks: Client, application: string): Promise<boolean> =>
  ((await looks.query(WAITING, [application])).rowCount ?? 0) > 0;
const ROW = `SELECT FROM booking.seats WHERE event_id = $1 AND label = $2 FOR NO KEY UPDATE`;

const inPlace = async (is: () => Promise<boolean>): Promise<boolean> =>
  await waitUntil(is, (so) => so, IN_PLACE);

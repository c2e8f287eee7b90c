import type { Operation } from '#checkers';
import type { Buyer } from '../driver/buyer.js';
import { buy } from '../driver/buyer.js';
import type { Drive } from '../experiment.js';
import { recordRun } from '../experiment.js';
import type { RunParameters } from '../run-parameters.js';
import { connect } from '../sale-records.js';
import { UserError } from '../user-error.js';
import { waitUntil } from '../waiting.js';
import type { Exhibit, Figure, Scene, Stage } from './exhibit.js';
import { raceOn, scene } from './exhibit.js';
import type { Request } from './rush.js';
import { claimsOf, withBuyers } from './rush.js';

/** Longer than the 2 s that PostgreSQL lets a transaction idle, shorter than the 4 s of a request. */
const BLOCKED_MS = 3_500;
const LOCKED = { mostMs: 3_000, everyMs: 20 };
const WAITERS = 4;
const NEIGHBOURS = 8;
const SALE = { seats: 1 + NEIGHBOURS, buyers: 1 + WAITERS + NEIGHBOURS, workMs: 0 };

export const blockedLoop: Exhibit = {
  title: 'A replica that stands still with a row locked',
  shows:
    `A replica locks the row of A1 and then stands still for ${BLOCKED_MS} ms, as with synchronous work or a ` +
    `blocking driver; meanwhile ${WAITERS} buyers ask the other replicas for A1, and ${NEIGHBOURS} for the ` +
    'seats beside it.',
  means:
    'Whoever has a lock cannot be trusted to give it back, so PostgreSQL is told how long a transaction may ' +
    'idle, and each wait for a lock and for a session of the pool has an end.',
  seed: 'Viewing Slot War: a row lock that is not released, because a blocking driver keeps the event loop busy',
  failure: {
    what: 'pessimistic-unlimited: no limit on idling in a transaction, as PostgreSQL comes',
    play: async (stage) => await sell(stage, 'pessimistic-unlimited', ({ outcome }) => outcome === 'ok'),
  },
  cure: {
    what: 'pessimistic: PostgreSQL ends a session that idles in a transaction for 2 s',
    play: async (stage) => await sell(stage, 'pessimistic', isToldThatNothingWasWritten),
  },
};

async function sell(stage: Stage, key: string, holds: (holder: Operation) => boolean): Promise<Scene> {
  stage.doing(`${key}: a replica stands still for ${BLOCKED_MS} ms`);
  const { strategy, parameters } = raceOn(stage, key, stage.lab.replicas.length, SALE);
  const { result, evidence } = await recordRun(stage.lab, strategy, parameters, drive(stage, parameters));
  const [holder, ...others] = evidence.operations;
  if (holder === undefined) throw new Error('nobody asked for anything');
  const waiters = others.slice(0, WAITERS);
  const gotIt = waiters.filter(({ outcome }) => outcome === 'ok').length;
  const neighbours = others.slice(WAITERS);
  const allSold = neighbours.every(({ outcome }) => outcome === 'ok');
  const figures: Figure[] = [
    { name: 'A1: sold to', value: gotIt === 0 ? 'the one whose replica stood still' : 'another buyer' },
    { name: 'A1: the others knew after', value: Math.min(...waiters.map(tookMs)), unit: 'ms' },
    { name: 'seats beside it: the longest wait', value: Math.max(...neighbours.map(tookMs)), unit: 'ms' },
    { name: 'who stood still was told first', value: firstAnswerTo(holder) },
  ];
  return scene([result], figures, holds(holder) && allSold && gotIt === (holder.outcome === 'ok' ? 0 : 1));
}

const drive =
  ({ lab }: Stage, parameters: RunParameters): Drive =>
  async ({ eventId, seats: [contested = '', ...beside] }, recorder) => {
    const [blocked, ...others] = lab.stack.replicas.map(({ url }) => url);
    const ask = (url: string | undefined, seat: string): Request => ({ url: url ?? '', seats: [seat] });
    const wanted = [...Array.from({ length: WAITERS }, () => contested), ...beside];
    const requests = wanted.map((seat, index) => ask(others[index % others.length], seat));
    await withBuyers(lab, parameters, [ask(blocked, contested), ...requests], async (buyers) => {
      const point = { eventId, step: 'at-work', pauseMs: BLOCKED_MS, timesPerSeat: 1, blocks: true } as const;
      await lab.replicas[0]?.arm(point);
      const buying = (some: readonly Buyer[]): Promise<unknown> =>
        Promise.all(some.map((buyer) => buy(buyer, claimsOf(eventId), recorder)));
      const holder = buying(buyers.slice(0, 1));
      await untilLocked(lab.stack.postgres.url, eventId, contested);
      await Promise.all([holder, buying(buyers.slice(1))]);
    });
  };

/** The replica cannot tell, since it stands still; the row can. */
async function untilLocked(url: string, eventId: string, label: string): Promise<void> {
  const client = await connect(url);
  try {
    const free = async (): Promise<number> => (await client.query(FREE_ROW, [eventId, label])).rowCount ?? 0;
    const rows = await waitUntil(free, (count) => count === 0, LOCKED);
    if (rows > 0)
      throw new UserError(`Nobody locked ${label} within ${LOCKED.mostMs} ms. Type: npm run status`);
  } finally {
    await client.end();
  }
}

const FREE_ROW = `
  SELECT 1 FROM booking.seats WHERE event_id = $1 AND label = $2 FOR KEY SHARE SKIP LOCKED`;

const tookMs = ({ invokedAtUs, completedAtUs }: Operation): number =>
  Math.round((completedAtUs - invokedAtUs) / 1_000);

function firstAnswerTo({ answers: [first] }: Operation): string {
  return first === undefined ? 'nothing' : `${first.status ?? ''} ${first.code}`.trim();
}

/** Not an unknown, and never a yes: the row went to another one. */
const isToldThatNothingWasWritten = ({ outcome, answers: [first] }: Operation): boolean =>
  outcome === 'fail' && first?.code === 'database-unavailable';

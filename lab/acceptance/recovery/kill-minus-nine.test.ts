import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pause, until } from '#deadlines';
import { groupBy } from '../../src/group-by.ts';
import { findingsOf } from '../claims-judged.ts';
import { Killings, VICTIMS } from '../killings.ts';
import { PayingCrowd, openPaidEvent } from '../paying-crowd.ts';
import type { PayingCustomer } from '../paying-customer.ts';
import { webhooksSentAgain } from '../payment-steps.ts';
import { Stack } from '../stack.ts';

const REPLICAS = 2;
/** Holds outlive a restart, and are over soon after the last test. */
const POLICY = {
  strategy: 'conditional',
  workMs: 20,
  holdSeconds: 20,
  payment: 'required',
  maxPerCustomer: 4,
};
/** Two for those who take part: one of them may come when little was under way. */
const KILLS_LEAST = { booking: 2, payments: 2, inventory: 1, nats: 1 };
const KILLS_MOST = 10;
const LOAD_MS = 1_500;
/** Usually a quarter of it; so long only where something is lost and waited for. */
const VICTIM_MS = 200_000;
/** A killed inventory has messages in its hands that NATS gives out again after 30 s. */
const AUDIT_WAIT_MS = 45_000;
/** The longest hold, and two rounds of the sweeper. */
const HOLDS_OVER_MS = 60_000;

let stack: Stack;
let api: string;
let database: pg.Client;
const crowds = new Map<string, readonly PayingCustomer[]>();
beforeAll(async () => {
  stack = await Stack.start(REPLICAS);
  const status = await stack.status();
  api = status.api;
  database = new pg.Client({ connectionString: status.postgres.url });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await stack.end();
});

const counted = (words: readonly string[]): [string, number][] =>
  [...groupBy(words, (word) => word)].map(([word, same]) => [word, same.length]);

/** Rejects unless it agrees. */
const audit = async (): Promise<unknown> =>
  JSON.parse(await stack.lab('audit', '--json', '--wait-ms', `${AUDIT_WAIT_MS}`));

it.for(VICTIMS)(
  'kill -9 of %s at every step from hold to refund: nothing is lost, nothing is paid twice',
  { timeout: VICTIM_MS },
  async (victim, { annotate }) => {
    const eventId = await openPaidEvent(api, POLICY);
    const crowd = new PayingCrowd(api, eventId);
    const killings = new Killings(stack, database, crowd, eventId);
    try {
      while (killings.kills < KILLS_MOST) {
        await pause(LOAD_MS);
        await killings.kill(victim);
        if (killings.kills >= KILLS_LEAST[victim] && killings.notHit().length === 0) break;
      }
    } finally {
      await crowd.stop();
    }
    const { customers } = crowd;
    crowds.set(eventId, customers);
    const seen = {
      kills: killings.kills,
      customers: customers.length,
      hits: Object.fromEntries(killings.hits),
      lostAnswers: Object.fromEntries(counted(customers.flatMap(({ lost }) => lost))),
      webhooksSentAgain: await webhooksSentAgain(database, eventId),
    };
    await annotate(`${victim}: ${JSON.stringify(seen)}`);
    expect(await findingsOf(database, eventId, customers)).toEqual([]);
    expect(killings.notHit()).toEqual([]);
    expect(await audit()).toMatchObject({ agrees: true });
  },
);

it('when the holds of those who left are over as well, all is booked and paid, or over and nothing kept', async () => {
  const held = `SELECT FROM booking.claims WHERE status = 'held' LIMIT 1`;
  expect(await until(HOLDS_OVER_MS, 500, async () => (await database.query(held)).rowCount === 0)).toBe(true);
  expect(await audit()).toMatchObject({ agrees: true, money: { total: [{ currency: 'EUR', inFlight: 0 }] } });
  for (const [eventId, customers] of crowds)
    expect(await findingsOf(database, eventId, customers)).toEqual([]);
});

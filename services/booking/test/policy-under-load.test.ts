import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BookingApp, appOn, bookingApp } from './support/booking-app.ts';
import { Sale } from './support/sale.ts';

const CLIENTS_PER_REPLICA = 6;
const SEATS = 1_000;
const CHANGES = [
  { strategy: 'pessimistic' },
  { strategy: 'conditional', workMs: 2 },
  { strategy: 'pessimistic', lockScope: 'event', workMs: 0 },
  { strategy: 'batched' },
  { strategy: 'serializable' },
  { strategy: 'none' },
  { strategy: 'optimistic', isolation: 'read committed' },
  { strategy: 'distributed' },
];
const EXPECTED = new Set([undefined, 'seat-taken', 'seat-contended', 'policy-switching']);

let booking: BookingApp;
let other: BookingApp['app'];
let database: pg.Client;
beforeAll(async () => {
  booking = await bookingApp();
  other = await appOn(booking.database.url, { replica: 'booking-other' });
  database = new pg.Client({ connectionString: booking.database.url });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await other.close();
  await booking.close();
});

interface Told {
  readonly sentAt: number;
  readonly strategy: string | undefined;
  readonly version: number;
}

/** Claims without pause through a replica, one seat after the other; some of them taken. */
async function claims(sale: Sale, seed: number, goesOn: () => boolean) {
  const decided: Told[] = [];
  const unexpected: unknown[] = [];
  for (let n = seed; goesOn(); n += 7) {
    const sentAt = performance.now();
    const { claim, problem } = await sale.claim([`A${(n % SEATS) + 1}`], `customer-${seed}`);
    if (!EXPECTED.has(problem?.code)) unexpected.push(problem);
    const { strategy, policyVersion: version = 0 } = claim ?? problem ?? {};
    if (problem?.retryable !== true) decided.push({ sentAt, strategy, version });
  }
  return { decided, unexpected };
}

it('no claim that begins after the answer, and none that is decided after it, is under an older policy', async () => {
  const sections = [{ name: 'Stalls', rows: ['A'], seatsPerRow: SEATS, price: 1 }];
  const sale = await Sale.open(booking.app, { strategy: 'conditional', guard: false }, sections);
  let selling = true;
  const clients = [booking.app, other].flatMap((app, replica) =>
    Array.from({ length: CLIENTS_PER_REPLICA }, (_, n) =>
      claims(sale.at(app), replica * CLIENTS_PER_REPLICA + n, () => selling),
    ),
  );
  const strategies = new Map([[1, 'conditional']]);
  const older: number[] = [];
  const switches: { at: number; version: number; decidedAt: string }[] = [];
  for (const [n, change] of CHANGES.entries()) {
    const { changed, problem } = await sale.at(n % 2 === 0 ? booking.app : other).change(change);
    expect(problem).toBeUndefined();
    const { rows } = await database.query<{ now: string }>('SELECT clock_timestamp()::text AS now');
    const version = changed?.policyVersion ?? 0;
    switches.push({ at: performance.now(), version, decidedAt: rows[0]?.now ?? '' });
    strategies.set(version, change.strategy);
  }
  selling = false;
  const told = await Promise.all(clients);
  const decided = told.flatMap((client) => client.decided);
  expect(told.flatMap(({ unexpected }) => unexpected)).toEqual([]);
  for (const { at, version, decidedAt } of switches) {
    const late = `SELECT count(*)::int AS late FROM booking.claims WHERE event_id = $1 AND decided_at > $2 AND policy_version < $3`;
    const { rows } = await database.query<{ late: number }>(late, [sale.eventId, decidedAt, version]);
    older.push(rows[0]?.late ?? -1);
    expect(decided.filter((claim) => claim.sentAt > at && claim.version < version)).toEqual([]);
  }
  expect(older).toEqual(CHANGES.map(() => 0));
  // a version names one policy: also what was decided while the next was on its way
  expect(decided.filter(({ strategy, version }) => strategies.get(version) !== strategy)).toEqual([]);
  expect(new Set(decided.map(({ version }) => version)).size).toBeGreaterThan(CHANGES.length / 2);
}, 60_000);

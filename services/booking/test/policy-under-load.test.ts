import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BookingApp, appOn, bookingApp } from './support/booking-app.ts';
import { Sale } from './support/sale.ts';
import { claimIsOpen } from './support/seat-sessions.ts';

const CLIENTS_PER_REPLICA = 6;
const SEATS = 1_000;
/** From the comparison of the version to COMMIT; longer than the answer takes once the sale is open. */
const WORK_MS = 800;
const CHANGES = [
  { strategy: 'pessimistic', workMs: 0 },
  { strategy: 'conditional', workMs: WORK_MS },
  { strategy: 'pessimistic', lockScope: 'event', workMs: 1 },
  { strategy: 'batched' },
  { strategy: 'serializable' },
  { strategy: 'none' },
  { strategy: 'optimistic', isolation: 'read committed' },
  { strategy: 'advisory' },
];
const EXPECTED = new Set([undefined, 'seat-taken', 'seat-contended', 'policy-switching']);

let booking: BookingApp;
let other: BookingApp['app'];
beforeAll(async () => {
  booking = await bookingApp();
  other = await appOn(booking.database.url, { replica: 'booking-other' });
});
afterAll(async () => {
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

/** Claims under an older version: so many, and so many that were decided after a time. */
async function olderThan(
  version: number,
  eventId: string,
  time = 'infinity',
): Promise<{ older: number; late: number; now: string }> {
  const { rows } = await booking.sql.query<{ older: number; late: number; now: string }>(
    `SELECT count(*)::int AS older, count(*) FILTER (WHERE decided_at > $3)::int AS late, clock_timestamp()::text AS now
     FROM booking.claims WHERE event_id = $1 AND policy_version < $2`,
    [eventId, version, time],
  );
  return rows[0] ?? { older: -1, late: -1, now: '' };
}

it('no claim that begins after the answer, and none that is decided after it, is under an older policy', async () => {
  const sections = [{ name: 'Stalls', rows: ['A'], seatsPerRow: SEATS, price: 1 }];
  const sale = await Sale.open(
    booking.app,
    { strategy: 'conditional', guard: false, workMs: WORK_MS },
    sections,
  );
  let selling = true;
  const clients = [booking.app, other].flatMap((app, replica) =>
    Array.from({ length: CLIENTS_PER_REPLICA }, (_, n) =>
      claims(sale.at(app), replica * CLIENTS_PER_REPLICA + n, () => selling),
    ),
  );
  const strategies = new Map([[1, 'conditional']]);
  const switches: { at: number; version: number; decidedAt: string; older: number }[] = [];
  for (const [n, change] of CHANGES.entries()) {
    await claimIsOpen(booking.sql);
    const { changed, problem } = await sale.at(n % 2 === 0 ? booking.app : other).change(change);
    expect(problem).toBeUndefined();
    const version = changed?.policyVersion ?? 0;
    const at = performance.now();
    const { older, now } = await olderThan(version, sale.eventId);
    switches.push({ at, version, decidedAt: now, older });
    strategies.set(version, change.strategy);
  }
  selling = false;
  const told = await Promise.all(clients);
  const decided = told.flatMap((client) => client.decided);
  expect(told.flatMap(({ unexpected }) => unexpected)).toEqual([]);
  for (const { at, version, decidedAt, older } of switches) {
    const inTheEnd = await olderThan(version, sale.eventId, decidedAt);
    expect({ version, ...inTheEnd }).toMatchObject({ version, older, late: 0 });
    expect(decided.filter((claim) => claim.sentAt > at && claim.version < version)).toEqual([]);
  }
  // a version names one policy: also what was decided while the next was on its way
  expect(decided.filter(({ strategy, version }) => strategies.get(version) !== strategy)).toEqual([]);
  expect(new Set(decided.map(({ version }) => version)).size).toBeGreaterThan(CHANGES.length / 2);
}, 60_000);

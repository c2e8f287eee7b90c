import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEADLINES_MS, until } from '#deadlines';
import { type BookingApp, appOn, bookingApp } from './support/booking-app.ts';
import { Sale } from './support/sale.ts';
import { stuckTransaction } from './support/seat-sessions.ts';

const REOPENS_MS = 10_000;
const LOOK_EVERY_MS = 50;
/** Longer than a sale must have been closed to count as abandoned. */
const STAYS_CLOSED_MS = 9_000;
const OLD_CLAIMS_MS = DEADLINES_MS.statement + DEADLINES_MS.idleInTransaction;

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

/** As a process leaves it that dies between its two statements. */
const leaveClosed = ({ eventId }: Sale, secondsAgo: number) =>
  booking.sql.query(
    `UPDATE booking.events SET switching = true, switching_since = clock_timestamp() - $2 * interval '1 second'
     WHERE event_id = $1`,
    [eventId, secondsAgo],
  );

/** The first claim that is not refused because the sale is closed. */
async function claimWhenOpen(sale: Sale): ReturnType<Sale['claim']> {
  const attempt = () => sale.claim(['A1'], 'customer-1', 'until-it-is-open');
  let answer = await attempt();
  await until(REOPENS_MS, LOOK_EVERY_MS, async () => isOpen(answer) || isOpen((answer = await attempt())));
  return answer;
}

const isOpen = ({ problem }: Awaited<ReturnType<Sale['claim']>>): boolean =>
  problem?.code !== 'policy-switching';

describe('a switch that cannot finish', () => {
  it('keeps the sale closed, says for whom it waits, and finishes when it is repeated', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'conditional' });
    const stuck = await stuckTransaction(booking.database.url);
    const began = performance.now();
    const { problem } = await sale.change({ strategy: 'pessimistic' });
    expect(performance.now() - began).toBeGreaterThan(OLD_CLAIMS_MS);
    expect(problem).toMatchObject({ status: 503, code: 'policy-switching', retryable: true });
    expect(problem?.detail).toMatch(
      new RegExp(`stays closed.* 1 transaction .*: pid ${stuck.pid} since 20\\d\\d-`),
    );
    const closed = { switching: true, policyVersion: 1, policy: { strategy: 'conditional' } };
    expect(await sale.show()).toMatchObject(closed);
    expect((await sale.claim(['A1'])).problem?.code).toBe('policy-switching');
    await stuck.end();
    expect((await sale.at(other).change({ strategy: 'pessimistic' })).changed?.policyVersion).toBe(2);
    expect((await claimWhenOpen(sale)).claim).toMatchObject({ strategy: 'pessimistic', policyVersion: 2 });
  });

  it('refuses another one meanwhile at once', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'conditional' });
    const stuck = await stuckTransaction(booking.database.url);
    const first = sale.change({ workMs: 1 });
    await until(REOPENS_MS, 5, async () => (await sale.show()).switching);
    const began = performance.now();
    const { problem } = await sale.at(other).change({ workMs: 2 });
    expect(performance.now() - began).toBeLessThan(OLD_CLAIMS_MS / 2);
    expect(problem).toMatchObject({ status: 503, code: 'policy-switching', retryable: true });
    expect(problem?.detail).toContain('under way');
    await stuck.end();
    expect((await first).changed?.policy.workMs).toBe(1);
    expect((await sale.at(other).change({ workMs: 2 })).changed?.policyVersion).toBe(3);
  });

  it('for which the row of the event never comes free changes nothing, and says so', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'pessimistic', lockScope: 'event' });
    const stuck = await stuckTransaction(booking.database.url);
    await stuck.query('SELECT FROM booking.events WHERE event_id = $1 FOR UPDATE', [sale.eventId]);
    const { problem } = await sale.change({ strategy: 'conditional' });
    await stuck.end();
    expect(problem).toMatchObject({ status: 503, code: 'policy-switching', retryable: true });
    expect(problem?.detail).toContain('nothing was changed');
    expect(await sale.show()).toMatchObject({ switching: false, policyVersion: 1 });
    expect((await sale.claim(['A1'])).status).toBe(201);
  });
});

describe('a sale that a dead process left closed', () => {
  it('is opened by the claims that meet it, under the old policy', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'conditional' });
    await sale.claim(['B1']);
    await leaveClosed(sale, 60);
    const { claim } = await claimWhenOpen(sale);
    expect(claim).toMatchObject({ status: 'booked', strategy: 'conditional', policyVersion: 1 });
    expect(await sale.show()).toMatchObject({ switching: false, policyVersion: 1 });
  });

  it('stays closed while a transaction from before is there, and opens when that has ended', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'conditional' });
    const stuck = await stuckTransaction(booking.database.url);
    await leaveClosed(sale, 0);
    const opened = await until(STAYS_CLOSED_MS, LOOK_EVERY_MS, async () => isOpen(await sale.claim(['A1'])));
    expect(opened).toBe(false);
    await stuck.end();
    expect((await claimWhenOpen(sale)).claim).toMatchObject({ strategy: 'conditional', policyVersion: 1 });
  }, 40_000);

  it('is opened by the next change as well', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'conditional' });
    await sale.claim(['B1']);
    await leaveClosed(sale, 0);
    expect((await sale.claim(['A1'])).problem?.code).toBe('policy-switching');
    expect((await sale.change({ workMs: 1 })).changed?.policyVersion).toBe(2);
    expect((await sale.claim(['A1'])).claim).toMatchObject({ policyVersion: 2 });
  });
});

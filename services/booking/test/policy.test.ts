import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReplicaList } from '#contracts';
import { until } from '#deadlines';
import { type BookingApp, appOn, bookingApp } from './support/booking-app.ts';
import { Sale, send } from './support/sale.ts';
import { claimIsOpen } from './support/seat-sessions.ts';

const CONNECTED_MS = 10_000;
/** Time to look at a switch that waits; below the idle limit of 2 s. */
const HELD_MS = 1_000;
/** Until that switch is over. */
const OUTLASTS_MS = 2_000;

let booking: BookingApp;
let other: BookingApp['app'];
beforeAll(async () => {
  booking = await bookingApp();
  other = await appOn(booking.database.url, { replica: 'booking-other' });
  const all = await until(CONNECTED_MS, 20, async () => {
    const { body } = await send(booking.app, 'GET', '/v1/replicas');
    return ReplicaList.parse(body).replicas.length === 2;
  });
  expect(all).toBe(true);
});
afterAll(async () => {
  await other.close();
  await booking.close();
});

const arm = (app: BookingApp['app'], eventId: string, step: string, pauseMs: number) =>
  send(app, 'PUT', '/admin/failpoints', { eventId, step, pauseMs, timesPerSeat: 1 });

describe('the policy of an event', () => {
  it('changes for every replica at once, and each of them says so', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'none' });
    const { status, changed, headers } = await sale.change({ strategy: 'pessimistic', workMs: 1 });
    expect(status).toBe(200);
    expect(changed).toMatchObject({
      policyVersion: 2,
      policy: { strategy: 'pessimistic', workMs: 1, guard: true },
      acknowledgedBy: ['booking-other', 'booking-test'],
    });
    expect(headers).toMatchObject({ 'x-strategy': 'pessimistic', 'x-policy-version': '2' });
    const { claim } = await sale.at(other).claim(['A1']);
    expect(claim).toMatchObject({ strategy: 'pessimistic', policyVersion: 2 });
  });

  it('is not used by a replica that remembers the old one: its write refuses, and it reads anew', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'none' });
    const there = sale.at(other);
    await there.claim(['Z99']);
    const behind = `UPDATE booking.events SET policy_version = 2, policy = policy || '{"strategy": "optimistic"}' WHERE event_id = $1`;
    await booking.sql.query(behind, [sale.eventId]);
    const first = await there.claim(['A1'], 'customer-1', 'key');
    expect(first.problem).toMatchObject({ status: 503, code: 'policy-switching', retryable: true });
    expect(first.problem?.policyVersion).toBe(1);
    const second = await there.claim(['A1'], 'customer-1', 'key');
    expect(second.claim).toMatchObject({ strategy: 'optimistic', policyVersion: 2 });
  });

  it('changes after claims as before; only the guard does not', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'conditional' });
    await sale.claim(['A1']);
    expect((await sale.change({ strategy: 'pessimistic', guard: true })).changed?.policyVersion).toBe(2);
    const refused = await sale.change({ guard: false, workMs: 5 });
    expect(refused.problem).toMatchObject({ status: 409, code: 'guard-locked', retryable: false });
    expect(await sale.show()).toMatchObject({ policyVersion: 2, switching: false, policy: { workMs: 0 } });
    expect((await sale.claim(['A2'])).claim).toMatchObject({ strategy: 'pessimistic', policyVersion: 2 });
  });

  it('can begin to limit customers while the event sells: what they have by then is counted', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'conditional' });
    await sale.claim(['A1', 'A2'], 'ada');
    expect((await sale.change({ maxPerCustomer: 3 })).status).toBe(200);
    expect((await sale.claim(['A3', 'A4'], 'ada')).problem?.code).toBe('customer-limit');
    expect((await sale.claim(['A3'], 'ada')).status).toBe(201);
    expect((await sale.claim(['A4', 'A5', 'A6'], 'bob')).status).toBe(201);
  });

  it('waits for a claim that had passed the comparison, and says meanwhile that it is switching', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'conditional' });
    await arm(booking.app, sale.eventId, 'before-commit', HELD_MS);
    const claiming = sale.claim(['A1']);
    await claimIsOpen(booking.sql);
    const changing = sale.at(other).change({ workMs: 1 });
    const said = await until(CONNECTED_MS, 5, async () => (await sale.show()).switching);
    const { changed } = await changing;
    const { rowCount } = await booking.sql.query('SELECT FROM booking.claims WHERE event_id = $1', [
      sale.eventId,
    ]);
    const { claim } = await claiming;
    expect(rowCount, 'claims that are committed when the change is answered').toBe(1);
    expect(said).toBe(true);
    expect(claim?.policyVersion).toBe(1);
    expect(changed?.policyVersion).toBe(2);
    expect(await sale.show()).toMatchObject({ switching: false, policy: { workMs: 1 } });
  });

  it('a guard change waits for the first claim as well, and then does not happen', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'conditional' });
    await arm(booking.app, sale.eventId, 'before-commit', HELD_MS);
    const claiming = sale.claim(['A1']);
    await claimIsOpen(booking.sql);
    const { problem } = await sale.at(other).change({ guard: false });
    expect((await claiming).status).toBe(201);
    expect(problem?.code).toBe('guard-locked');
    expect((await sale.claim(['A2'], 'customer-2')).claim?.policyVersion).toBe(1);
  });

  it('a policy that was read while it was being changed does not count after the change', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'none' });
    await arm(booking.app, sale.eventId, 'before-commit', HELD_MS);
    // without a transaction, so that nobody waits for it
    await arm(other, sale.eventId, 'after-read', OUTLASTS_MS);
    const claiming = sale.claim(['A1']);
    await claimIsOpen(booking.sql);
    const changing = sale.change({ strategy: 'conditional' });
    const closed = await until(CONNECTED_MS, 5, async () => (await sale.show()).switching);
    const reading = sale.at(other).claim(['A2'], 'customer-2', 'key');
    expect(closed).toBe(true);
    expect((await changing).changed?.policyVersion).toBe(2);
    expect((await claiming).claim?.policyVersion).toBe(1);
    expect((await reading).problem?.code).toBe('policy-switching');
    const again = await sale.at(other).claim(['A2'], 'customer-2', 'key');
    expect(again.claim).toMatchObject({ strategy: 'conditional', policyVersion: 2 });
  });

  it.each([
    [{}, 400, 'invalid-request'],
    [{ strategy: 'hope' }, 422, 'strategy-unknown'],
    [{ isolation: 'chaos' }, 400, 'invalid-request'],
  ])('%j is refused', async (change, status, code) => {
    const sale = await Sale.open(booking.app);
    expect((await sale.change(change)).problem).toMatchObject({ status, code });
    expect(await sale.show()).toMatchObject({ policyVersion: 1, switching: false });
  });

  it('an event that is not there has none', async () => {
    const { body } = await send(booking.app, 'PATCH', '/v1/events/none/policy', { workMs: 1 });
    expect(body).toMatchObject({ status: 404, code: 'event-unknown' });
  });
});

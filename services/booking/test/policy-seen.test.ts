import { afterAll, beforeAll, expect, it } from 'vitest';
import { ReplicaList, SEEN_POLICIES_MOST, type SeenPolicy } from '#contracts';
import { until } from '#deadlines';
import { type BookingApp, appOn, bookingApp } from './support/booking-app.ts';
import { Sale, send } from './support/sale.ts';

const CONNECTED_MS = 10_000;

let booking: BookingApp;
let other: BookingApp['app'];
beforeAll(async () => {
  booking = await bookingApp();
  other = await appOn(booking.database.url, { replica: 'booking-other' });
  const all = await until(CONNECTED_MS, 20, async () => Object.keys(await seen()).length === 2);
  expect(all).toBe(true);
});
afterAll(async () => {
  await other.close();
  await booking.close();
});

async function seen(query = ''): Promise<Record<string, SeenPolicy[]>> {
  const { body } = await send(booking.app, 'GET', `/v1/replicas${query}`);
  const { replicas } = ReplicaList.parse(body);
  return Object.fromEntries(replicas.map(({ name, policies }) => [name, policies]));
}

it('each replica says which version of a policy it has read, and when', async () => {
  const before = new Date().toISOString();
  const sale = await Sale.open(booking.app);
  const query = `?eventId=${sale.eventId}`;
  expect(await seen(query)).toEqual({ 'booking-other': [], 'booking-test': [] });
  await sale.at(other).claim(['A1']);
  const { 'booking-other': [first] = [], 'booking-test': none } = await seen(query);
  expect(none).toEqual([]);
  expect(first).toMatchObject({ eventId: sale.eventId, policyVersion: 1 });
  const order = [before, first?.seenAt ?? '', new Date().toISOString()];
  expect(order).toEqual(order.toSorted());
});

it('a replica that sells the event reads the new policy when it hears of it, without a claim', async () => {
  const sale = await Sale.open(booking.app);
  await sale.at(other).claim(['A1']);
  await sale.change({ workMs: 1 });
  const read = await until(CONNECTED_MS, 20, async () => {
    const { 'booking-other': [policy] = [] } = await seen(`?eventId=${sale.eventId}`);
    return policy?.policyVersion === 2;
  });
  expect(read).toBe(true);
});

it('names the sales that were used last, and not more than a roll call can carry', async () => {
  const sales: string[] = [];
  for (let n = 0; n <= SEEN_POLICIES_MOST; n += 1) {
    const sale = await Sale.open(booking.app, { strategy: 'conditional' });
    await sale.at(other).claim(['A1']);
    sales.unshift(sale.eventId);
  }
  const { 'booking-other': policies = [] } = await seen();
  expect(policies.map(({ eventId }) => eventId)).toEqual(sales.slice(0, SEEN_POLICIES_MOST));
});

it('asks for one event at most', async () => {
  const { body } = await send(booking.app, 'GET', '/v1/replicas?event=1');
  expect(body).toMatchObject({ status: 400, code: 'invalid-request' });
});

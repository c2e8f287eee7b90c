import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ClaimState, ClaimView, PaymentView } from '#contracts';
import { DEADLINES_MS, until } from '#deadlines';
import { endProcess } from '../../../tools/test-servers/end-process.ts';
import { openPaidEvent } from '../paying-crowd.ts';
import { type ShopAnswer, send, settled } from '../shop-client.ts';
import { Stack, type StackStatus } from '../stack.ts';

const HOLD = { strategy: 'conditional', holdSeconds: 120 };
/** What `npm run audit` calls overdue. */
const SETTLED_MS = 30_000;
const LOOK_EVERY_MS = 100;
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

let stack: Stack;
let status: StackStatus;
let database: pg.Client;
beforeAll(async () => {
  stack = await Stack.start(2);
  status = await stack.status();
  database = new pg.Client({ connectionString: status.postgres.url });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await stack.end();
});

async function hold(eventId: string, label: string): Promise<ClaimView> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  const body = JSON.stringify({ customerId: `buyer-of-${label}`, seats: [label] });
  const url = `${status.api}/v1/events/${eventId}/claims`;
  return ClaimView.parse((await send({ method: 'POST', url, headers, body })).body);
}

const change = (claim: ClaimView, method: 'GET' | 'POST' | 'DELETE', action = ''): Promise<ShopAnswer> =>
  send({
    method,
    url: `${status.api}/v1/events/${claim.eventId}/claims/${claim.claimId}${action}`,
    headers: { authorization: `Bearer ${claim.claimToken}` },
  });

const page = async (claim: ClaimView): Promise<string> =>
  PaymentView.parse((await change(claim, 'POST', '/payment')).body).payUrl;
const press = (url: string): Promise<ShopAnswer> =>
  send({ method: 'POST', url, headers: FORM, body: 'action=pay' });

const becomes = (claim: ClaimView, is: string, payment: string): Promise<boolean> =>
  until(SETTLED_MS, LOOK_EVERY_MS, async () => {
    const state = ClaimState.parse((await change(claim, 'GET')).body);
    return state.status === is && state.payment?.status === payment;
  });

const deliver = (lateMs: number): Promise<ShopAnswer> =>
  send({
    method: 'PUT',
    url: `${status.payments.url}/admin/webhooks`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ lateMs }),
  });

async function expectUnavailable(claim: ClaimView): Promise<number> {
  const sentAt = performance.now();
  const answer = await change(claim, 'POST', '/payment');
  const tookMs = Math.round(performance.now() - sentAt);
  expect(answer).toMatchObject({ status: 503, code: 'payments-unavailable', retryable: true });
  expect(tookMs).toBeLessThan(DEADLINES_MS.request);
  return tookMs;
}

it('without payments all that costs nothing goes on; when it is back, everything settles by itself', async ({
  annotate,
}) => {
  const paid = await openPaidEvent(status.api, { ...HOLD, payment: 'required' });
  const free = await openPaidEvent(status.api, HOLD);
  const [booked, captured, opened] = [
    await hold(paid, 'AA1'),
    await hold(paid, 'AA2'),
    await hold(paid, 'AA3'),
  ];
  await press(await page(booked));
  expect(await becomes(booked, 'booked', 'captured')).toBe(true);
  const openUrl = await page(opened);
  const captureUrl = await page(captured);
  // so that the capture is there and its webhook is not, when it dies
  expect((await deliver(2_000)).status).toBe(200);
  expect((await press(captureUrl)).status).toBe(303);
  await endProcess(status.payments.pid, 'SIGKILL');

  const [confirmed, back] = [await hold(free, 'AA1'), await hold(free, 'AA2')];
  expect((await change(confirmed, 'POST', '/extend')).status).toBe(200);
  expect((await change(confirmed, 'POST', '/confirm')).body).toMatchObject({ status: 'booked' });
  expect((await change(back, 'DELETE')).body).toMatchObject({ status: 'released' });
  const held = await hold(paid, 'AA4');
  const refusedMs = await expectUnavailable(held);
  expect((await press(openUrl)).code).toBe('upstream-unknown');
  expect((await change(captured, 'GET')).body).toMatchObject({ status: 'held', payment: { status: 'open' } });
  const cancelled = { status: 'cancelled', payment: { status: 'refunding' } };
  expect((await change(booked, 'DELETE')).body).toMatchObject(cancelled);

  await stack.run('up');
  const backAt = performance.now();
  expect(await becomes(booked, 'cancelled', 'refunded')).toBe(true);
  expect(await becomes(captured, 'booked', 'captured')).toBe(true);
  const settledMs = Math.round(performance.now() - backAt);
  expect((await change(held, 'POST', '/payment')).status).toBe(201);
  await annotate(`refused in ${refusedMs} ms; all settled ${settledMs} ms after it was back`);
  expect(JSON.parse(await stack.lab('audit', '--json'))).toMatchObject({ agrees: true });
});

it('a provider that hangs is unavailable within a request, and asked for one payment in all', async ({
  annotate,
}) => {
  const claim = await hold(await openPaidEvent(status.api, { ...HOLD, payment: 'required' }), 'AA1');
  const { pid } = (await stack.status()).payments;
  process.kill(pid, 'SIGSTOP');
  try {
    await annotate(`refused in ${await expectUnavailable(claim)} ms`);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  const url = `${status.api}/v1/events/${claim.eventId}/claims/${claim.claimId}/payment`;
  const headers = { authorization: `Bearer ${claim.claimToken}` };
  expect((await settled({ method: 'POST', url, headers })).status).toBe(201);
  const made = `SELECT FROM payments.payments WHERE starts_with(reference, $1)`;
  expect((await database.query(made, [`${claim.eventId}/`])).rowCount).toBe(1);
});

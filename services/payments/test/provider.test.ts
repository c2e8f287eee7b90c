import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PaymentsApp, paymentIn, problemIn, wanted } from './support/payments-app.ts';

// real: PostgreSQL and the whole service. Nobody takes the webhooks here.

let payments: PaymentsApp;
beforeAll(async () => {
  payments = await PaymentsApp.start();
});
afterAll(() => payments.close());

describe('a new payment', () => {
  it('is open, has an unguessable id and a page to pay on', async () => {
    const order = wanted();
    const answer = await payments.send('POST', '/v1/payments', order);
    expect(answer.status).toBe(201);
    const payment = paymentIn(answer);
    expect(payment).toEqual({
      paymentId: expect.stringMatching(/^pay_[\w-]{24}$/),
      reference: order.reference,
      amount: 6_500,
      currency: 'EUR',
      status: 'open',
      captured: 0,
      refunded: 0,
      payUrl: `http://127.0.0.1:8000/pay/${payment.paymentId}`,
      expiresAt: order.expiresAt,
    });
    expect(await payments.show(payment.paymentId)).toEqual(payment);
    const found = await payments.send('GET', `/v1/payments?reference=${order.reference}`);
    expect(paymentIn(found)).toEqual(payment);
  });

  it('is the one that there is when its reference comes again', async () => {
    const order = wanted();
    const first = await payments.send('POST', '/v1/payments', order);
    const again = await payments.send('POST', '/v1/payments', { ...order, description: 'once more' });
    expect([again.status, paymentIn(again)]).toEqual([200, paymentIn(first)]);
  });

  it('is one, however many ask for it at the same time', async () => {
    const order = wanted();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => payments.send('POST', '/v1/payments', order)),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(answers.map((answer) => paymentIn(answer).paymentId)).size).toBe(1);
  });

  it.each([{ amount: 6_501 }, { currency: 'USD' }])('is refused for its reference with %o', async (other) => {
    const order = wanted();
    const { paymentId } = paymentIn(await payments.send('POST', '/v1/payments', order));
    const answer = await payments.send('POST', '/v1/payments', { ...order, ...other });
    expect(answer.status).toBe(422);
    expect(problemIn(answer)).toMatchObject({ code: 'payment-reference-reused', payment: { paymentId } });
  });

  it.each([
    ['a program as the way back', { returnUrl: 'javascript:alert(1)' }],
    ['no amount', { amount: 0 }],
    ['a fraction', { amount: 1.5 }],
    ['an unknown currency', { currency: 'euro' }],
    ['a character that PostgreSQL has not', { description: '\u0000' }],
    ['the same in the reference', { reference: 'a\u0000' }],
    ['no time', { expiresAt: 'soon' }],
    ['a member that there is not', { colour: 'red' }],
  ])('is refused with %s', async (_, change) => {
    const answer = await payments.send('POST', '/v1/payments', { ...wanted(), ...change });
    expect([answer.status, problemIn(answer).code]).toEqual([400, 'invalid-request']);
  });
});

describe('the key', () => {
  it.each([undefined, 'Bearer', 'Bearer another', 'Basic YTpi', 'Bearer a key of tests '])(
    'is needed: "%s" is not it',
    async (authorization) => {
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      const { paymentId } = await payments.create();
      for (const [method, path] of [
        ['POST', ''],
        ['GET', '?reference=any'],
        ['GET', `/${paymentId}`],
        ['POST', `/${paymentId}/cancel`],
        ['POST', `/${paymentId}/capture`],
        ['POST', `/${paymentId}/refunds`],
      ] as const) {
        const answer = await payments.send(method, `/v1/payments${path}`, undefined, headers);
        expect([path, answer.status, problemIn(answer).code]).toEqual([path, 401, 'unauthorized']);
      }
      expect((await payments.show(paymentId)).status).toBe('open');
    },
  );
});

it('describes its routes, and gives its metrics', async () => {
  const { text } = await payments.send('GET', '/openapi.json');
  const { paths } = JSON.parse(text) as { paths: object };
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining(['/v1/payments', '/v1/payments/{paymentId}/refunds']),
  );
  const metrics = await payments.send('GET', '/metrics');
  expect(metrics.text).toMatch(/^# HELP lastseat_payments_changes_total /m);
  expect((await payments.send('GET', '/health/ready')).status).toBe(200);
  expect((await payments.send('GET', '/errors/payment-settled')).status).toBe(200);
});

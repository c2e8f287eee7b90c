import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '#contracts';
import { type BookingApp, bookingApp } from './support/booking-app.ts';
import { Sale, send } from './support/sale.ts';

let booking: BookingApp;
let sale: Sale;
beforeAll(async () => {
  booking = await bookingApp();
  sale = await Sale.open(booking.app, { strategy: 'conditional' });
});
afterAll(() => booking.close());

const KEY = { 'idempotency-key': 'key' };
const claim = (more: object) => ({ customerId: 'c', seats: ['A1'], ...more });
const basket = (...items: [string, number][]) => ({
  customerId: 'c',
  items: items.map(([section, quantity]) => ({ section, quantity })),
});
const any = (more: object) => ({ customerId: 'c', quantity: 2, ...more });
const labels = (count: number) => Array.from({ length: count }, (_, n) => `A${n + 1}`);

/** What is wrong, the request's body and headers, and what the problem must say. */
const BAD: [string, unknown, Record<string, string>, number, string, string][] = [
  ['no body', undefined, KEY, 400, 'invalid-request', 'body'],
  ['an empty body', {}, KEY, 400, 'invalid-request', 'customerId'],
  ['a list', [], KEY, 400, 'invalid-request', 'body'],
  ['malformed JSON', '{"customerId": ', KEY, 400, 'malformed-json', ''],
  ['an empty body that says JSON', '', KEY, 400, 'malformed-json', ''],
  ['20 KiB', JSON.stringify(claim({ customerId: 'x'.repeat(20_480) })), KEY, 413, 'body-too-large', ''],
  ['no seats', claim({ seats: [] }), KEY, 400, 'invalid-request', 'seats'],
  ['11 seats', claim({ seats: labels(11) }), KEY, 400, 'invalid-request', 'seats'],
  ['the same seat twice', claim({ seats: ['A1', 'A1'] }), KEY, 400, 'invalid-request', 'seats'],
  ['an unknown seat', claim({ seats: ['A1', 'Z99'] }), KEY, 422, 'seat-unknown', 'seats.1'],
  ['a number for a seat', claim({ seats: [1] }), KEY, 400, 'invalid-request', 'seats.0'],
  ['a number for a customer', claim({ customerId: 7 }), KEY, 400, 'invalid-request', 'customerId'],
  ['no customer', { seats: ['A1'] }, KEY, 400, 'invalid-request', 'customerId'],
  ['an unknown property', claim({ price: 1 }), KEY, 400, 'invalid-request', 'price'],
  ['neither seats nor a quantity', { customerId: 'c' }, KEY, 400, 'invalid-request', 'seats'],
  ['a quantity of 0', any({ quantity: 0 }), KEY, 400, 'invalid-request', 'quantity'],
  ['a quantity of 11', any({ quantity: 11 }), KEY, 400, 'invalid-request', 'quantity'],
  ['half a seat', any({ quantity: 1.5 }), KEY, 400, 'invalid-request', 'quantity'],
  ['a quantity in words', any({ quantity: '2' }), KEY, 400, 'invalid-request', 'quantity'],
  ['a section and seats', claim({ section: 'Stalls' }), KEY, 400, 'invalid-request', 'section'],
  ['a section alone', { customerId: 'c', section: 'Stalls' }, KEY, 400, 'invalid-request', 'section'],
  ['an unknown section', any({ section: 'Nowhere' }), KEY, 422, 'section-unknown', 'section'],
  ['a quantity without a key', any({}), {}, 400, 'idempotency-key-missing', 'Idempotency-Key'],
  ['a basket of nothing', basket(), KEY, 400, 'invalid-request', 'items'],
  ['a section twice', basket(['Stalls', 1], ['Stalls', 1]), KEY, 400, 'invalid-request', 'items'],
  ['a basket of eleven', basket(['Stalls', 6], ['Floor', 5]), KEY, 400, 'invalid-request', 'items'],
  ['a basket of an unknown section', basket(['Moon', 1]), KEY, 422, 'section-unknown', 'section'],
  ['a basket and a quantity', { ...any({}), ...basket(['Stalls', 1]) }, KEY, 400, 'invalid-request', 'seats'],
  ['seats and a quantity', claim({ quantity: 2 }), KEY, 400, 'invalid-request', 'seats'],
  ['no key', claim({}), {}, 400, 'idempotency-key-missing', 'Idempotency-Key'],
  ['an empty key', claim({}), { 'idempotency-key': '' }, 400, 'idempotency-key-invalid', 'Idempotency-Key'],
  [
    'an absurd key',
    claim({}),
    { 'idempotency-key': 'k'.repeat(256) },
    400,
    'idempotency-key-invalid',
    'Idempotency-Key',
  ],
  [
    'a key with a space',
    claim({}),
    { 'idempotency-key': 'a b' },
    400,
    'idempotency-key-invalid',
    'Idempotency-Key',
  ],
];

const everything = async (): Promise<unknown> => {
  const client = new pg.Client({ connectionString: booking.database.url });
  await client.connect();
  const { rows } = await client.query(
    `SELECT (SELECT count(*) FROM booking.claims), (SELECT count(*) FROM booking.ledger) AS ledger,
       (SELECT count(*) FROM booking.events) AS events, (SELECT sum(version) FROM booking.seats) AS versions`,
  );
  await client.end();
  return rows[0];
};

describe('a claim that is not well-formed', () => {
  it.each(BAD)(
    '%s: a problem that names the field, and nothing is written',
    async (_, body, headers, status, code, field) => {
      const before = await everything();
      const answer = await sale.post(body, headers);
      const problem = Problem.parse(answer.body);
      expect([answer.status, problem.code, problem.retryable]).toEqual([status, code, false]);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.headers['x-replica']).toBe('booking-test');
      if (field !== '') expect(problem.errors?.map((error) => error.field)).toContain(field);
      expect(await everything()).toEqual(before);
    },
  );

  it('an unknown event', async () => {
    const answer = await send(booking.app, 'POST', '/v1/events/nowhere/claims', claim({}), KEY);
    expect(Problem.parse(answer.body)).toMatchObject({ status: 404, code: 'event-unknown' });
  });

  it('an event id that cannot be one', async () => {
    const answer = await send(booking.app, 'POST', '/v1/events/no%20where/claims', claim({}), KEY);
    expect(Problem.parse(answer.body)).toMatchObject({ status: 400, errors: [{ field: 'eventId' }] });
  });

  it('takes a quoted key and a bare one for the same', async () => {
    const first = await sale.post(claim({ seats: ['B9'] }), { 'idempotency-key': '"quoted"' });
    const second = await sale.post(claim({ seats: ['B9'] }), { 'idempotency-key': 'quoted' });
    expect([first.status, second.body]).toEqual([201, first.body]);
  });
});

describe('an event that is not well-formed', () => {
  const section = { name: 'Stalls', rows: ['A'], seatsPerRow: 10, price: 100 };
  const event = (more: object) => ({ name: 'Test', sections: [section], ...more });
  const BAD_EVENTS: [string, unknown, number, string, string][] = [
    ['no sections', event({ sections: [] }), 400, 'invalid-request', 'sections'],
    [
      'two sections of one name',
      event({ sections: [section, { ...section, rows: ['B'] }] }),
      400,
      'invalid-request',
      'sections',
    ],
    [
      'a row name twice',
      event({ sections: [section, { ...section, name: 'Two' }] }),
      400,
      'invalid-request',
      'sections',
    ],
    [
      'an unknown strategy',
      event({ policy: { strategy: 'hope' } }),
      422,
      'strategy-unknown',
      'policy.strategy',
    ],
    [
      'a hold of a day',
      event({ policy: { holdSeconds: 86_400 } }),
      400,
      'invalid-request',
      'policy.holdSeconds',
    ],
    [
      'payment without a hold',
      event({ policy: { payment: 'required' } }),
      422,
      'hold-required',
      'policy.holdSeconds',
    ],
    ['too much work', event({ policy: { workMs: 60_000 } }), 400, 'invalid-request', 'policy.workMs'],
    ['an unknown property', event({ policy: { lock: true } }), 400, 'invalid-request', 'policy.lock'],
  ];

  it.each(BAD_EVENTS)('%s', async (_, body, status, code, field) => {
    const before = await everything();
    const answer = await send(booking.app, 'POST', '/v1/events', body);
    const problem = Problem.parse(answer.body);
    expect([answer.status, problem.code]).toEqual([status, code]);
    expect(problem.errors?.map((error) => error.field)).toContain(field);
    expect(await everything()).toEqual(before);
  });
});

it('explains every code on a page', async () => {
  const page = await send(booking.app, 'GET', '/errors/seat-taken');
  expect(page.status).toBe(200);
  expect(page.body).toContain('final for its key');
});

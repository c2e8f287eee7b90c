import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClaimView, type CreateEvent, EventView, Problem, type PolicyChange } from '#contracts';
import { pause } from '#deadlines';
import { metrics } from '#telemetry';
import { STRATEGIES } from '../src/claims/claims.module.ts';
import { type BookingApp, appOn, bookingApp } from './support/booking-app.ts';
import { send } from './support/sale.ts';

const ATTEMPTS_MOST = 30;
const STRICT = STRATEGIES.filter(({ guarantee }) => guarantee === 'strict').map(({ key }) => key);

let booking: BookingApp;
let apps: BookingApp['app'][];
let database: pg.Client;
beforeAll(async () => {
  booking = await bookingApp();
  apps = [booking.app, await appOn(booking.database.url, { replica: 'booking-other' })];
  database = new pg.Client({ connectionString: booking.database.url });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await apps[1]?.close();
  await booking.close();
});

type Sections = CreateEvent['sections'];
const HALL: Sections = [{ name: 'Hall', rows: ['A', 'B', 'C', 'D', 'E', 'F'], seatsPerRow: 20, price: 100 }];
const floor = (quota: number): Sections => [{ name: 'Floor', quota, price: 100 }];

interface Answer {
  readonly status: number;
  readonly claim?: ClaimView;
  readonly problem?: Problem;
}

async function openEvent(sections: Sections, policy: PolicyChange = {}): Promise<string> {
  const event = { name: 'Any seats', sections, policy: { strategy: 'conditional', ...policy } };
  return EventView.parse((await send(booking.app, 'POST', '/v1/events', event)).body).eventId;
}

/** Asks one of the two replicas, once. */
async function ask(
  eventId: string,
  wanted: { quantity: number; section?: string } | { seats: string[] },
  {
    key,
    replica = 0,
    customerId = 'customer-1',
  }: { key?: string; replica?: number; customerId?: string } = {},
): Promise<Answer> {
  const app = apps[replica] ?? booking.app;
  const url = `/v1/events/${eventId}/claims`;
  const { status, body } = await send(
    app,
    'POST',
    url,
    { customerId, ...wanted },
    { 'idempotency-key': key ?? randomUUID() },
  );
  return status === 201 ? { status, claim: body as ClaimView } : { status, problem: Problem.parse(body) };
}

/** One buyer: repeats with the same key until the answer is final. */
async function buy(eventId: string, quantity: number, replica: number): Promise<Answer> {
  const key = randomUUID();
  for (let attempt = 1; attempt <= ATTEMPTS_MOST; attempt += 1) {
    const answer = await ask(eventId, { quantity }, { key, replica, customerId: key });
    if (answer.problem?.retryable !== true) return answer;
    await pause(5 + Math.random() * 20);
  }
  throw new Error(`no final answer in ${ATTEMPTS_MOST} attempts`);
}

const buyTogether = (eventId: string, buyers: number, quantity: number): Promise<Answer[]> =>
  Promise.all(Array.from({ length: buyers }, (_, n) => buy(eventId, quantity, n % apps.length)));

const labels = ({ claim }: Answer): string => claim?.seats.map((seat) => seat.label).join(' ') ?? 'no claim';
const codes = (answers: readonly Answer[]): (string | undefined)[] => [
  ...new Set(answers.flatMap(({ problem }) => problem?.code ?? [])),
];

/** Behind the back of every replica, as a sweeper or another release of ours would. */
const free = (eventId: string, ...seats: string[]) =>
  database.query(
    `WITH freed AS (
       UPDATE booking.seats SET status = 'available', claim_id = NULL, version = version + 1
       WHERE event_id = $1 AND label = ANY($2) RETURNING event_id, seat_id
     )
     UPDATE booking.claim_seats SET live = false FROM freed
     WHERE claim_seats.event_id = freed.event_id AND claim_seats.seat_id = freed.seat_id`,
    [eventId, seats],
  );

async function stored(eventId: string) {
  const { rows } = await database.query<{ free: number; sales: number; twice: number; refused: number }>(
    `SELECT (SELECT count(*)::int FROM booking.seats WHERE event_id = $1 AND status = 'available') AS free,
       count(*)::int AS sales, (count(*) - count(DISTINCT seat_id))::int AS twice,
       (SELECT count(*)::int FROM booking.claims WHERE event_id = $1 AND status = 'refused') AS refused
     FROM booking.ledger WHERE event_id = $1 AND seat_id IS NOT NULL`,
    [eventId],
  );
  return rows[0];
}

const picksLost = async (): Promise<number> => {
  const counted = await metrics.getSingleMetric('picks_lost_total')?.get();
  return counted?.values.reduce((sum, { value }) => sum + value, 0) ?? 0;
};

describe.each(STRICT)('a herd that buys by %s', (strategy) => {
  it('any 2 of 120: each gets two that are side by side, and none is refused', async () => {
    const eventId = await openEvent(HALL, { strategy, guard: false });
    const answers = await buyTogether(eventId, 40, 2);
    expect(codes(answers)).toEqual([]);
    const seats = answers.flatMap(({ claim }) => claim?.seats ?? []);
    expect(new Set(seats.map(({ label }) => label)).size).toBe(80);
    const apart = answers.filter(({ claim }) => {
      const [one, other] = claim?.seats ?? [];
      return one?.row !== other?.row || (other?.number ?? 0) - (one?.number ?? 0) !== 1;
    });
    expect(apart.map(labels)).toEqual([]);
    expect(await stored(eventId)).toEqual({ free: 40, sales: 80, twice: 0, refused: 0 });
  });

  it('any 1 of 20: the last seat is sold, and the others hear that there is none', async () => {
    const eventId = await openEvent(floor(20), { strategy, guard: false });
    const answers = await buyTogether(eventId, 30, 1);
    expect(answers.filter(({ claim }) => claim !== undefined)).toHaveLength(20);
    expect(answers.filter(({ problem }) => problem?.code === 'sold-out')).toHaveLength(10);
    expect(await stored(eventId)).toEqual({ free: 0, sales: 20, twice: 0, refused: 10 });
  });
});

describe('any n seats', () => {
  it('are side by side and the best there are', async () => {
    const eventId = await openEvent(HALL);
    const first = await ask(eventId, { quantity: 3 });
    expect(first.claim).toMatchObject({ status: 'booked', amount: 300, strategy: 'conditional' });
    expect(labels(first)).toBe('A1 A2 A3');
    expect(labels(await ask(eventId, { quantity: 10 }))).toBe('A4 A5 A6 A7 A8 A9 A10 A11 A12 A13');
    expect(labels(await ask(eventId, { quantity: 8 }))).toBe('B1 B2 B3 B4 B5 B6 B7 B8');
    expect(labels(await ask(eventId, { quantity: 7 }))).toBe('A14 A15 A16 A17 A18 A19 A20');
  });

  it('are of one section: the one that is named, else the first that has so many', async () => {
    const sections: Sections = [{ name: 'Box', rows: ['Z'], seatsPerRow: 3, price: 900 }, ...floor(5)];
    const eventId = await openEvent(sections);
    expect(labels(await ask(eventId, { quantity: 2 }))).toBe('Z1 Z2');
    expect((await ask(eventId, { quantity: 2 })).claim?.seats.map(({ section }) => section)).toEqual([
      'Floor',
      'Floor',
    ]);
    expect(labels(await ask(eventId, { quantity: 1, section: 'Box' }))).toBe('Z3');
    const { status, problem } = await ask(eventId, { quantity: 1, section: 'Box' });
    expect([status, problem]).toMatchObject([409, { code: 'sold-out', retryable: false }]);
    expect((await ask(eventId, { quantity: 4 })).problem?.code).toBe('sold-out');
    expect((await ask(eventId, { quantity: 3 })).status).toBe(201);
  });

  it('of a section that the event does not have: nothing is written', async () => {
    const eventId = await openEvent(HALL);
    const { status, problem } = await ask(eventId, { quantity: 1, section: 'Nowhere' });
    expect([status, problem]).toMatchObject([
      422,
      { code: 'section-unknown', errors: [{ field: 'section' }] },
    ]);
    expect(await stored(eventId)).toMatchObject({ sales: 0, refused: 0 });
  });

  it('count for the limit of a customer, and what he may not have the next one gets', async () => {
    const eventId = await openEvent(floor(5), { maxPerCustomer: 3 });
    expect((await ask(eventId, { quantity: 2 }, { customerId: 'ada' })).status).toBe(201);
    expect((await ask(eventId, { quantity: 2 }, { customerId: 'ada' })).problem).toMatchObject({
      code: 'customer-limit',
      retryable: false,
    });
    expect((await ask(eventId, { quantity: 3 }, { customerId: 'bob' })).status).toBe(201);
  });
});

describe('the key of a claim for any seats', () => {
  it('has one answer, also from another replica and after the sale is sold out', async () => {
    const eventId = await openEvent(floor(4));
    const yes = await ask(eventId, { quantity: 2 }, { key: 'yes' });
    const lostBefore = await picksLost();
    expect((await ask(eventId, { quantity: 2 }, { key: 'yes', replica: 1 })).claim).toEqual(yes.claim);
    expect(await picksLost()).toBe(lostBefore);
    await ask(eventId, { quantity: 2 });
    const no = await ask(eventId, { quantity: 2 }, { key: 'no' });
    expect(no.problem?.code).toBe('sold-out');
    expect((await ask(eventId, { quantity: 2 }, { key: 'yes', replica: 1 })).claim).toEqual(yes.claim);
    await free(eventId, 'Floor-1', 'Floor-2', 'Floor-3', 'Floor-4');
    expect((await ask(eventId, { quantity: 2 }, { key: 'no', replica: 1 })).problem).toEqual(no.problem);
    expect(await stored(eventId)).toMatchObject({ sales: 4, free: 4 });
  });

  it('sent many times at once to two replicas: one claim', async () => {
    const eventId = await openEvent(HALL, { workMs: 20 });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => ask(eventId, { quantity: 2 }, { key: 'key', replica: n % 2 })),
    );
    expect(new Set(answers.flatMap(({ claim }) => claim?.claimId ?? [])).size).toBe(1);
    expect(answers.filter(({ problem }) => problem !== undefined && problem.retryable !== true)).toEqual([]);
    expect(await stored(eventId)).toEqual({ free: 118, sales: 2, twice: 0, refused: 0 });
  });

  it.each([
    ['another quantity', { quantity: 3, section: 'Hall' }],
    ['any section', { quantity: 2 }],
    ['seats by name', { seats: ['A1', 'A2'] }],
  ])('with %s is used before', async (_, other) => {
    const eventId = await openEvent(HALL);
    await ask(eventId, { quantity: 2, section: 'Hall' }, { key: 'key' });
    const { status, problem } = await ask(eventId, other, { key: 'key' });
    expect([status, problem?.code]).toEqual([422, 'idempotency-key-reused']);
    expect(await stored(eventId)).toMatchObject({ sales: 2 });
  });
});

describe('what a replica takes for free', () => {
  it('is only a hint: what another replica has sold is picked again', async () => {
    const eventId = await openEvent(HALL);
    expect(labels(await ask(eventId, { quantity: 2 }))).toBe('A1 A2');
    for (let n = 0; n < 3; n += 1) await ask(eventId, { quantity: 10 }, { replica: 1 });
    const lostBefore = await picksLost();
    const { claim } = await ask(eventId, { quantity: 2 });
    expect(claim?.seats).toHaveLength(2);
    expect((await picksLost()) - lostBefore).toBe(1);
  });

  it('is only a hint: sold out is what the database says', async () => {
    const eventId = await openEvent(floor(10));
    await ask(eventId, { quantity: 1 });
    expect((await ask(eventId, { quantity: 9 }, { replica: 1 })).status).toBe(201);
    expect((await ask(eventId, { quantity: 1 })).problem?.code).toBe('sold-out');
    await free(eventId, 'Floor-3', 'Floor-7');
    expect((await ask(eventId, { quantity: 1 })).status).toBe(201);
    expect((await ask(eventId, { quantity: 1 }, { replica: 1 })).status).toBe(201);
    expect((await ask(eventId, { quantity: 1 }, { replica: 1 })).problem?.code).toBe('sold-out');
  });

  it('never ends a sale while free seats are only in the hands of others', async () => {
    const eventId = await openEvent(floor(1));
    await database.query('BEGIN');
    await database.query(`SELECT FROM booking.seats WHERE event_id = $1 FOR UPDATE`, [eventId]);
    const keys = ['one', 'two', 'three'];
    const answers = await Promise.all(keys.map((key) => ask(eventId, { quantity: 1 }, { key })));
    await database.query('ROLLBACK');
    expect(codes(answers)).toEqual(['seat-contended']);
    expect((await ask(eventId, { quantity: 1 }, { key: 'one' })).status).toBe(201);
    expect(await stored(eventId)).toMatchObject({ refused: 0 });
  });
});

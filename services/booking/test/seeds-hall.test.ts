import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeedReplicas, seedReplicas, tally, together } from './support/seed-replicas.ts';

const STRATEGIES = ['none', 'pessimistic', 'optimistic', 'distributed'] as const;
const USERS = 20;
const BOOKINGS_EACH = 5;
/** So that ten requests that come at once read before any of them writes. */
const OVERLAP_MS = 700;
/** Of the first twenty: A1 … B10. */
const seat = (n: number): string => `${n < 10 ? 'A' : 'B'}${(n % 10) + 1}`;

let replicas: SeedReplicas;
beforeAll(async () => {
  replicas = await seedReplicas();
});
afterAll(() => replicas.close());

interface Booked {
  readonly status: string;
  readonly message: string;
  readonly strategy: string;
  readonly booking_count?: number;
  readonly customer_id?: string;
}
const book = async (seatNumber: string, customer: string = randomUUID()) => {
  const body = { event_id: 1, seat_number: seatNumber, customer_id: customer };
  const answer = await replicas.ask('POST', '/book', body);
  return { code: answer.status, booked: answer.body as Booked };
};
const get = async <Body>(url: string): Promise<Body> => (await replicas.ask('GET', url)).body as Body;
const reset = () => replicas.ask('POST', '/admin/reset?event_id=1');
const policy = (change: object) => replicas.ask('PATCH', '/v1/events/1/policy', change);
const choose = (strategy: string) => replicas.ask('POST', '/admin/strategy', { strategy });
const doubles = () =>
  get<{ count: number; double_bookings: { seat_number: string; customers: string[] }[] }>(
    '/admin/double-bookings',
  );
interface Stats {
  readonly totals: { confirmed: number; failed: number; double_booked: number; total: number };
  readonly by_strategy: { locking_strategy: string; total: number }[];
  readonly current_strategy: string;
}

describe.each(STRATEGIES)('the hall, by %s', (strategy) => {
  it('answers a hundred bookings of twenty seats, and counts what it answered', async () => {
    await choose(strategy);
    expect(await reset()).toMatchObject({ status: 200, body: { message: 'Event 1 reset successfully' } });
    const drawn = new Set<string>();
    const answers = (
      await together(USERS, async () => {
        const own = [];
        for (let n = 0; n < BOOKINGS_EACH; n += 1) {
          const label = seat(randomInt(20));
          drawn.add(label);
          own.push(await book(label));
        }
        return own;
      })
    ).flat();
    expect(tally(answers.map(({ code }) => code))).toEqual({ 200: USERS * BOOKINGS_EACH });
    const told = tally(answers.map(({ booked }) => booked.status));
    const { totals, by_strategy: rows, current_strategy: current } = await get<Stats>('/admin/stats');
    expect({ confirmed: totals.confirmed, failed: totals.failed }).toEqual({
      confirmed: told['confirmed'],
      failed: told['failed'],
    });
    expect([totals.double_booked, totals.total]).toEqual([told['double_booked'] ?? 0, answers.length]);
    expect([current, rows.map((row) => row.locking_strategy)]).toEqual([strategy, [strategy]]);
    expect(told['confirmed']).toBe(drawn.size);
    const { count } = await doubles();
    if (strategy === 'none') expect(count > 0).toBe(totals.double_booked > 0);
    else expect([count, totals.double_booked]).toEqual([0, 0]);
  });

  it('is called safe by a comparison whose requests never collide: 20 confirmed, 30 failed', async () => {
    await reset();
    await choose(strategy);
    const answers = [];
    for (let batch = 0; batch < 5; batch += 1) {
      answers.push(...(await together(10, (n) => book(seat((batch * 10 + n) % 20)))));
    }
    expect(tally(answers.map(({ booked }) => booked.status))).toEqual({ confirmed: 20, failed: 30 });
    expect((await get<Stats>('/admin/stats')).totals).toMatchObject({ confirmed: 20, failed: 30, total: 50 });
    expect((await doubles()).count).toBe(0);
  });
});

describe('ten customers for one seat', () => {
  it('without a lock: several have it, and are told so', async () => {
    await choose('none');
    expect((await policy({ workMs: OVERLAP_MS })).status).toBe(200);
    await reset();
    const answers = (await together(10, (n) => book('A1', `customer_${n}`))).map(({ booked }) => booked);
    const told = tally(answers.map(({ status }) => status));
    expect(told['confirmed']).toBe(1);
    expect(told['double_booked']).toBeGreaterThan(0);
    const twice = answers.find(({ status }) => status === 'double_booked');
    expect(twice?.booking_count).toBeGreaterThan(1);
    const { count, double_bookings: rows } = await doubles();
    expect([count, rows[0]?.seat_number, rows[0]?.customers.length]).toEqual([
      1,
      'A1',
      1 + (told['double_booked'] ?? 0),
    ]);
    await policy({ workMs: 50 });
    await reset();
    expect((await doubles()).count).toBe(0);
    expect((await get<Stats>('/admin/stats')).totals.total).toBe(0);
  });

  it('with the lock of the row: one, and the others are told who', async () => {
    await choose('pessimistic');
    await reset();
    const answers = (await together(10, (n) => book('A1', `customer_${n}`))).map(({ booked }) => booked);
    expect(tally(answers.map(({ status }) => status))).toEqual({ confirmed: 1, failed: 9 });
    const winner = answers.find(({ status }) => status === 'confirmed');
    expect(winner).toMatchObject({ message: 'Seat A1 booked successfully', strategy: 'pessimistic' });
    const loser = answers.find(({ status }) => status === 'failed');
    expect(loser?.message).toBe(`Seat A1 already booked by ${winner?.customer_id}`);
  });
});

describe('a customer who meets others in every try', () => {
  it('is told no, and that no is stored and counted', async () => {
    await choose('nowait');
    await reset();
    await replicas.sql.query('BEGIN');
    await replicas.sql.query(`SELECT FROM booking.seats WHERE event_id = '1' AND label = 'A1' FOR UPDATE`);
    const { code, booked } = await book('A1');
    await replicas.sql.query('ROLLBACK');
    expect([code, booked.status, booked.strategy]).toEqual([200, 'failed', 'nowait']);
    expect(booked.message).toContain('Somebody else was at the seat in every try');
    expect((await get<Stats>('/admin/stats')).totals).toMatchObject({ confirmed: 0, failed: 1, total: 1 });
    expect((await book('A1')).booked.status).toBe('confirmed');
  });
});

describe('the rest of its surface', () => {
  it('shows the event and its seats', async () => {
    await reset();
    await book('A1', 'customer_1');
    const { body } = await replicas.ask('GET', '/events/1');
    expect(body).toMatchObject({
      event: { id: 1, total_seats: 100 },
      seats: { total: 100, available: 99, booked: 1 },
    });
    const { seats } = await get<{ seats: { seat_number: string; booked_by?: string }[] }>('/events/1/seats');
    expect(seats[0]).toMatchObject({
      seat_number: 'A1',
      row_name: 'A',
      is_booked: true,
      booked_by: 'customer_1',
    });
    const free = await get<{ seats: object[] }>('/events/1/seats?available_only=true');
    expect([free.seats.length, free.seats[0]]).toEqual([
      99,
      { seat_number: 'A2', section: 'Main', row_name: 'A' },
    ]);
    expect(await replicas.ask('GET', '/events/none')).toMatchObject({
      status: 404,
      body: { detail: 'Event not found' },
    });
  });

  it('says what is wrong with a booking', async () => {
    expect(await replicas.ask('POST', '/book', { event_id: 1 })).toMatchObject({
      status: 422,
      body: { detail: expect.arrayContaining([{ field: 'seat_number', message: expect.any(String) }]) },
    });
    for (const body of [
      { event_id: 1, seat_number: 'Z9', customer_id: 'customer_1' },
      { event_id: 999, seat_number: 'A1', customer_id: 'customer_1' },
    ]) {
      expect(await replicas.ask('POST', '/book', body)).toMatchObject({
        status: 404,
        body: { detail: 'Seat not found' },
      });
    }
  });

  it('changes the strategy for every replica, and knows no other', async () => {
    await choose('none');
    expect((await choose('optimistic')).body).toEqual({ old_strategy: 'none', new_strategy: 'optimistic' });
    expect(await get('/admin/strategy')).toEqual({ strategy: 'optimistic' });
    expect(await get('/admin/strategy')).toEqual({ strategy: 'optimistic' });
    expect(await choose('magic')).toMatchObject({ status: 400, body: { detail: 'Invalid strategy' } });
    expect(await get('/health')).toMatchObject({
      status: 'ok',
      service: 'booking-service',
      strategy: 'optimistic',
    });
  });
});

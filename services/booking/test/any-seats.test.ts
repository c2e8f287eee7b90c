import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metrics } from '#telemetry';
import { HALL, type TwoReplicas, codes, floor, labels, twoReplicas } from './support/two-replicas.ts';

let replicas: TwoReplicas;
beforeAll(async () => {
  replicas = await twoReplicas();
});
afterAll(() => replicas.close());

/** Behind the back of every replica, as a sweeper or another release of ours would. */
const free = (eventId: string, ...seats: string[]) =>
  replicas.database.query(
    `WITH freed AS (
       UPDATE booking.seats SET status = 'available', claim_id = NULL, version = version + 1
       WHERE event_id = $1 AND label = ANY($2) RETURNING event_id, seat_id
     )
     UPDATE booking.claim_seats SET live = false FROM freed
     WHERE claim_seats.event_id = freed.event_id AND claim_seats.seat_id = freed.seat_id`,
    [eventId, seats],
  );

const picksLost = async (): Promise<number> => {
  const counted = await metrics.getSingleMetric('picks_lost_total')?.get();
  return counted?.values.reduce((sum, { value }) => sum + value, 0) ?? 0;
};

describe('any n seats', () => {
  it('are side by side and the best there are', async () => {
    const eventId = await replicas.openEvent(HALL);
    const first = await replicas.ask(eventId, { quantity: 3 });
    expect(first.claim).toMatchObject({ status: 'booked', amount: 300, strategy: 'conditional' });
    expect(labels(first)).toBe('A1 A2 A3');
    expect(labels(await replicas.ask(eventId, { quantity: 10 }))).toBe('A4 A5 A6 A7 A8 A9 A10 A11 A12 A13');
    expect(labels(await replicas.ask(eventId, { quantity: 8 }))).toBe('B1 B2 B3 B4 B5 B6 B7 B8');
    expect(labels(await replicas.ask(eventId, { quantity: 7 }))).toBe('A14 A15 A16 A17 A18 A19 A20');
  });

  it('of several sections are a basket: all of them, or none, at the price of each', async () => {
    const sections = [{ name: 'Box', rows: ['Z'], seatsPerRow: 3, price: 900 }, ...floor(2)];
    const eventId = await replicas.openEvent(sections);
    const basket = (box: number, floorSeats: number) =>
      replicas.ask(eventId, {
        items: [
          { section: 'Box', quantity: box },
          { section: 'Floor', quantity: floorSeats },
        ],
      });
    expect((await basket(1, 3)).problem?.code).toBe('sold-out');
    const { claim } = await basket(2, 2);
    expect(claim).toMatchObject({ amount: 2 * 900 + 2 * 100, status: 'booked' });
    expect(labels({ status: 201, ...(claim && { claim }) })).toBe('Z1 Z2 Floor-1 Floor-2');
    expect((await basket(1, 1)).problem?.code).toBe('sold-out');
    expect(labels(await replicas.ask(eventId, { seats: ['Z3'] }))).toBe('Z3');
  });

  it('are of one section: the one that is named, else the first that has so many', async () => {
    const sections = [{ name: 'Box', rows: ['Z'], seatsPerRow: 3, price: 900 }, ...floor(5)];
    const eventId = await replicas.openEvent(sections);
    expect(labels(await replicas.ask(eventId, { quantity: 2 }))).toBe('Z1 Z2');
    expect((await replicas.ask(eventId, { quantity: 2 })).claim?.seats.map(({ section }) => section)).toEqual(
      ['Floor', 'Floor'],
    );
    expect(labels(await replicas.ask(eventId, { quantity: 1, section: 'Box' }))).toBe('Z3');
    const { status, problem } = await replicas.ask(eventId, { quantity: 1, section: 'Box' });
    expect([status, problem]).toMatchObject([409, { code: 'sold-out', retryable: false }]);
    expect((await replicas.ask(eventId, { quantity: 4 })).problem?.code).toBe('sold-out');
    expect((await replicas.ask(eventId, { quantity: 3 })).status).toBe(201);
  });

  it('of a section that the event does not have: nothing is written', async () => {
    const eventId = await replicas.openEvent(HALL);
    const { status, problem } = await replicas.ask(eventId, { quantity: 1, section: 'Nowhere' });
    expect([status, problem]).toMatchObject([
      422,
      { code: 'section-unknown', errors: [{ field: 'section' }] },
    ]);
    expect(await replicas.stored(eventId)).toMatchObject({ sales: 0, refused: 0 });
  });

  it('count for the limit of a customer, and what he may not have the next one gets', async () => {
    const eventId = await replicas.openEvent(floor(5), { maxPerCustomer: 3 });
    expect((await replicas.ask(eventId, { quantity: 2 }, { customerId: 'ada' })).status).toBe(201);
    expect((await replicas.ask(eventId, { quantity: 2 }, { customerId: 'ada' })).problem).toMatchObject({
      code: 'customer-limit',
      retryable: false,
    });
    expect((await replicas.ask(eventId, { quantity: 3 }, { customerId: 'bob' })).status).toBe(201);
  });
});

describe('the key of a claim for any seats', () => {
  it('has one answer, also from another replica and after the sale is sold out', async () => {
    const eventId = await replicas.openEvent(floor(4));
    const yes = await replicas.ask(eventId, { quantity: 2 }, { key: 'yes' });
    const lostBefore = await picksLost();
    expect((await replicas.ask(eventId, { quantity: 2 }, { key: 'yes', replica: 1 })).claim).toEqual(
      yes.claim,
    );
    expect(await picksLost()).toBe(lostBefore);
    await replicas.ask(eventId, { quantity: 2 });
    const no = await replicas.ask(eventId, { quantity: 2 }, { key: 'no' });
    expect(no.problem?.code).toBe('sold-out');
    expect((await replicas.ask(eventId, { quantity: 2 }, { key: 'yes', replica: 1 })).claim).toEqual(
      yes.claim,
    );
    await free(eventId, 'Floor-1', 'Floor-2', 'Floor-3', 'Floor-4');
    expect((await replicas.ask(eventId, { quantity: 2 }, { key: 'no', replica: 1 })).problem).toEqual(
      no.problem,
    );
    expect(await replicas.stored(eventId)).toMatchObject({ sales: 4, free: 4 });
  });

  it('sent many times at once to two replicas: one claim', async () => {
    const eventId = await replicas.openEvent(HALL, { workMs: 20 });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        replicas.ask(eventId, { quantity: 2 }, { key: 'key', replica: n % 2 }),
      ),
    );
    expect(new Set(answers.flatMap(({ claim }) => claim?.claimId ?? [])).size).toBe(1);
    expect(answers.filter(({ problem }) => problem !== undefined && problem.retryable !== true)).toEqual([]);
    expect(await replicas.stored(eventId)).toEqual({ free: 118, sales: 2, twice: 0, refused: 0 });
  });

  it.each([
    ['another quantity', { quantity: 3, section: 'Hall' }],
    ['any section', { quantity: 2 }],
    ['seats by name', { seats: ['A1', 'A2'] }],
  ])('with %s is used before', async (_, other) => {
    const eventId = await replicas.openEvent(HALL);
    await replicas.ask(eventId, { quantity: 2, section: 'Hall' }, { key: 'key' });
    const { status, problem } = await replicas.ask(eventId, other, { key: 'key' });
    expect([status, problem?.code]).toEqual([422, 'idempotency-key-reused']);
    expect(await replicas.stored(eventId)).toMatchObject({ sales: 2 });
  });
});

describe('what a replica takes for free', () => {
  it('is only a hint: what another replica has sold is picked again', async () => {
    const eventId = await replicas.openEvent(HALL);
    expect(labels(await replicas.ask(eventId, { quantity: 2 }))).toBe('A1 A2');
    for (let n = 0; n < 3; n += 1) await replicas.ask(eventId, { quantity: 10 }, { replica: 1 });
    const lostBefore = await picksLost();
    const { claim } = await replicas.ask(eventId, { quantity: 2 });
    expect(claim?.seats).toHaveLength(2);
    expect((await picksLost()) - lostBefore).toBe(1);
  });

  it('is only a hint: sold out is what the database says', async () => {
    const eventId = await replicas.openEvent(floor(10));
    await replicas.ask(eventId, { quantity: 1 });
    expect((await replicas.ask(eventId, { quantity: 9 }, { replica: 1 })).status).toBe(201);
    expect((await replicas.ask(eventId, { quantity: 1 })).problem?.code).toBe('sold-out');
    await free(eventId, 'Floor-3', 'Floor-7');
    expect((await replicas.ask(eventId, { quantity: 1 })).status).toBe(201);
    expect((await replicas.ask(eventId, { quantity: 1 }, { replica: 1 })).status).toBe(201);
    expect((await replicas.ask(eventId, { quantity: 1 }, { replica: 1 })).problem?.code).toBe('sold-out');
  });

  it('never ends a sale while free seats are only in the hands of others', async () => {
    const eventId = await replicas.openEvent(floor(1));
    await replicas.database.query('BEGIN');
    await replicas.database.query(`SELECT FROM booking.seats WHERE event_id = $1 FOR UPDATE`, [eventId]);
    const keys = ['one', 'two', 'three'];
    const answers = await Promise.all(keys.map((key) => replicas.ask(eventId, { quantity: 1 }, { key })));
    await replicas.database.query('ROLLBACK');
    expect(codes(answers)).toEqual(['seat-contended']);
    expect((await replicas.ask(eventId, { quantity: 1 }, { key: 'one' })).status).toBe(201);
    expect(await replicas.stored(eventId)).toMatchObject({ refused: 0 });
  });
});

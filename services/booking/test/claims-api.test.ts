import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STRATEGIES } from '../src/claims/claims.module.ts';
import { type BookingApp, bookingApp } from './support/booking-app.ts';
import { Sale } from './support/sale.ts';

let booking: BookingApp;
let database: pg.Client;
beforeAll(async () => {
  booking = await bookingApp();
  database = new pg.Client({ connectionString: booking.database.url });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await booking.close();
});

const rows = async (table: string, eventId: string): Promise<Record<string, unknown>[]> =>
  (await database.query(`SELECT * FROM booking.${table} WHERE event_id = $1`, [eventId])).rows;

describe.each(STRATEGIES.map(({ key }) => key))('a claim by %s', (strategy) => {
  it('books a free seat, and says by whom and how', async () => {
    const sale = await Sale.open(booking.app, { strategy });
    const { status, claim, headers } = await sale.claim(['A1', 'A2']);
    expect(status).toBe(201);
    expect(claim).toMatchObject({
      strategy,
      policyVersion: 1,
      replica: 'booking-test',
      status: 'booked',
      amount: 13_000,
    });
    expect(claim?.seats.map(({ label, version }) => [label, version])).toEqual([
      ['A1', 1],
      ['A2', 1],
    ]);
    expect(headers).toMatchObject({
      'x-replica': 'booking-test',
      'x-strategy': strategy,
      'x-policy-version': '1',
    });
  });

  it('refuses a taken seat with what it read, and all of the claim with it', async () => {
    const sale = await Sale.open(booking.app, { strategy });
    await sale.claim(['A2'], 'first');
    const { status, problem } = await sale.claim(['A1', 'A2', 'A3'], 'second');
    expect(status).toBe(409);
    expect(problem).toMatchObject({ code: 'seat-taken', retryable: false, detail: 'A2 is taken.' });
    expect(problem?.seats).toEqual([{ label: 'A2', version: 1, status: 'booked' }]);
    expect(await rows('claim_seats', sale.eventId)).toHaveLength(1);
  });

  it('answers a repeated key as before, yes and no alike', async () => {
    const sale = await Sale.open(booking.app, { strategy });
    const yes = await sale.claim(['A1'], 'first', 'key-1');
    const no = await sale.claim(['A1'], 'second', 'key-2');
    expect((await sale.claim(['A1'], 'first', 'key-1')).claim).toEqual(yes.claim);
    expect((await sale.claim(['A1'], 'second', 'key-2')).problem).toEqual(no.problem);
    expect((await sale.claim(['A3'], 'second', 'key-2')).problem?.code).toBe('idempotency-key-reused');
    expect(await rows('claims', sale.eventId)).toHaveLength(2);
  });

  it('leaves the evidence of the sale in the ledger', async () => {
    const sale = await Sale.open(booking.app, { strategy });
    const { claim } = await sale.claim(['B7']);
    const [row] = (await rows('ledger', sale.eventId)).filter((entry) => entry['seat_id'] !== null);
    expect(row).toMatchObject({
      claim_id: claim?.claimId,
      from_status: 'available',
      to_status: 'booked',
      version: '1',
      read_version: '0',
      live_delta: 1,
      section: 'Stalls',
    });
    expect(Number(row?.['written_at'])).toBeGreaterThanOrEqual(Number(row?.['read_at']));
  });

  it('holds a customer to the limit, also in parallel', async () => {
    const sale = await Sale.open(booking.app, { strategy, maxPerCustomer: 3 });
    const labels = Array.from({ length: 10 }, (_, n) => `A${n + 1}`);
    const answers = await Promise.all(labels.map((label) => sale.claim([label])));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(answers.filter(({ problem }) => problem?.code === 'customer-limit')).toHaveLength(7);
  });
});

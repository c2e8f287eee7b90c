import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pause } from '#deadlines';
import { type SeedReplicas, seedReplicas, tally, together } from './support/seed-replicas.ts';

const CONTESTED = 'bf2af413-dd2f-4dd2-a0e1-13def2abe020';
const RESERVED = 'Ticket has been reserved. Continue with payment to secure your ticket.';
const STAGGER_MS = 50;

let replicas: SeedReplicas;
beforeAll(async () => {
  replicas = await seedReplicas();
});
afterAll(() => replicas.close());
beforeEach(async () => {
  for (const event of ['tickets-1', 'tickets-2'])
    await replicas.ask('POST', `/admin/reset?event_id=${event}`);
});

const patch = (action: 'reserve' | 'confirm', userId: number, ticketId = CONTESTED) =>
  replicas.ask('PATCH', `/tickets/${action}`, { user_id: userId, ticket_id: ticketId });

interface Ticket {
  readonly id: string;
  readonly status: string;
  readonly event_name: string;
}
const tickets = async (): Promise<Ticket[]> =>
  ((await replicas.ask('GET', '/tickets')).body as { data: Ticket[] }).data;
const statusOf = async (id: string): Promise<unknown> =>
  (await tickets()).find((ticket) => ticket.id === id)?.status;

async function expire(): Promise<void> {
  const past = `SET expires_at = clock_timestamp() - interval '1 second' WHERE status = 'held'`;
  await replicas.sql.query(`UPDATE booking.claims ${past}`);
  await replicas.sql.query(`UPDATE booking.seats ${past}`);
}

describe('the tickets', () => {
  it('are five of two events', async () => {
    const all = await tickets();
    expect(tally(all.map((ticket) => `${ticket.event_name} ${ticket.status}`))).toEqual({
      'Event #1 available': 5,
      'Event #2 available': 5,
    });
    expect(all[0]).toEqual({ id: CONTESTED, status: 'available', event_name: 'Event #1' });
  });

  it('of ten users who come 50 ms apart, one gets it', async () => {
    const answers = await together(10, async (n) => {
      await pause(n * STAGGER_MS);
      return patch('reserve', n + 1);
    });
    expect(tally(answers.map(({ status }) => status))).toEqual({ 200: 1, 409: 9 });
    for (const { status, body } of answers) {
      if (status === 200) expect(body).toMatchObject({ message: RESERVED });
      else expect(body).toEqual({ message: 'Ticket not available.' });
    }
    expect(await statusOf(CONTESTED)).toBe('reserved');
  });

  it('are booked by who holds them, and by nobody else', async () => {
    expect((await patch('confirm', 1)).status).toBe(409);
    await patch('reserve', 1);
    expect((await patch('confirm', 2)).status).toBe(409);
    expect(await patch('confirm', 1)).toMatchObject({
      status: 200,
      body: { message: 'Ticket has been booked.' },
    });
    expect(await statusOf(CONTESTED)).toBe('booked');
    await expire();
    expect(await statusOf(CONTESTED)).toBe('booked');
    expect((await patch('confirm', 1)).status).toBe(200);
  });

  it('are free when their time is over, for the list and for the next user', async () => {
    await patch('reserve', 1);
    await expire();
    expect(await statusOf(CONTESTED)).toBe('available');
    expect((await patch('confirm', 1)).status).toBe(409);
    expect((await patch('reserve', 2)).status).toBe(200);
    expect((await patch('confirm', 1)).status).toBe(409);
  });

  it('of an id that nobody knows are not available', async () => {
    const unknown = await patch('reserve', 1, '00000000-0000-4000-8000-000000000000');
    expect([unknown.status, unknown.body]).toEqual([409, { message: 'Ticket not available.' }]);
  });

  it('are not asked for without saying who and which', async () => {
    const wrong = await replicas.ask('PATCH', '/tickets/reserve', { user_id: '1', ticket_id: 'A1' });
    expect([wrong.status, wrong.body]).toEqual([
      422,
      {
        message: 'validation error',
        fields: [{ user_id: expect.any(String) }, { ticket_id: expect.any(String) }],
      },
    ]);
  });
});

import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type ClaimView, type CreateEvent, EventView, type PolicyChange, Problem } from '#contracts';
import { pause } from '#deadlines';
import { appOn, bookingApp } from './booking-app.ts';
import { send } from './sale.ts';

const ATTEMPTS_MOST = 30;

type Sections = CreateEvent['sections'];
export const HALL: Sections = [
  { name: 'Hall', rows: ['A', 'B', 'C', 'D', 'E', 'F'], seatsPerRow: 20, price: 100 },
];
export const floor = (quota: number): Sections => [{ name: 'Floor', quota, price: 100 }];

export interface Answer {
  readonly status: number;
  readonly claim?: ClaimView;
  readonly problem?: Problem;
}

type Item = { quantity: number; section?: string };
type Wanted = Item | { seats: string[] } | { items: Required<Item>[] };

interface Asked {
  readonly key?: string;
  readonly replica?: number;
  readonly customerId?: string;
}

export const labels = ({ claim }: Answer): string =>
  claim?.seats.map((seat) => seat.label).join(' ') ?? 'no claim';
export const codes = (answers: readonly Answer[]): string[] => [
  ...new Set(answers.flatMap(({ problem }) => problem?.code ?? [])),
];

export type TwoReplicas = Awaited<ReturnType<typeof twoReplicas>>;

/** Two replicas inside the test's process, on one database. */
export async function twoReplicas() {
  const booking = await bookingApp();
  const apps = [booking.app, await appOn(booking.database.url, { replica: 'booking-other' })];
  const database = new pg.Client({ connectionString: booking.database.url });
  await database.connect();

  async function openEvent(sections: Sections, policy: PolicyChange = {}): Promise<string> {
    const event = { name: 'Any seats', sections, policy: { strategy: 'conditional', ...policy } };
    return EventView.parse((await send(booking.app, 'POST', '/v1/events', event)).body).eventId;
  }

  /** Asks one of the two, once. */
  async function ask(
    eventId: string,
    wanted: Wanted,
    { key = randomUUID(), replica = 0, customerId = 'customer-1' }: Asked = {},
  ): Promise<Answer> {
    const app = apps[replica] ?? booking.app;
    const body = { customerId, ...wanted };
    const answer = await send(app, 'POST', `/v1/events/${eventId}/claims`, body, { 'idempotency-key': key });
    return answer.status === 201
      ? { status: 201, claim: answer.body as ClaimView }
      : { status: answer.status, problem: Problem.parse(answer.body) };
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

  const close = async (): Promise<void> => {
    await database.end();
    await apps[1]?.close();
    await booking.close();
  };
  return { database, openEvent, ask, buyTogether, stored, close };
}

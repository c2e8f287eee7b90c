import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { ClaimView, EventView, type PolicyChange } from '#contracts';
import { until } from '#deadlines';
import { asJson } from '../support/cluster.ts';

const POLICY: PolicyChange = { strategy: 'conditional', holdSeconds: 300 };
const DECIDED_MS = 20_000;
const SECTIONS = [{ name: 'Stalls', rows: ['A'], seatsPerRow: 10, price: 100 }];

/** An event with two claims of two customers, made anew for every request that changes something. */
export interface World {
  readonly eventId: string;
  /** The claim that is asked for. */
  readonly claim: ClaimView;
  readonly idempotencyKey: string;
  readonly otherClaim: ClaimView;
  /** Of the claim that is asked for: open, at the provider and in booking. */
  readonly paymentId: string;
  readonly reference: string;
}

/** @param lab where a replica of the lab profile listens: there anybody may make an event */
export async function makeWorld(lab: string, sql: pg.Client, policy: PolicyChange = {}): Promise<World> {
  const event = { name: 'Matrix', sections: SECTIONS, policy: { ...POLICY, ...policy } };
  const { eventId } = EventView.parse(await answered(`${lab}/v1/events`, asJson('POST', event)));
  const claim = async (customerId: string, seat: string, idempotencyKey: string): Promise<ClaimView> => {
    const asked = asJson('POST', { customerId, seats: [seat] }, { 'idempotency-key': idempotencyKey });
    return ClaimView.parse(await answered(`${lab}/v1/events/${eventId}/claims`, asked));
  };
  const idempotencyKey = randomUUID();
  const [mine, other] = [await claim('ada', 'A1', idempotencyKey), await claim('bob', 'A2', randomUUID())];
  const paymentId = `pay_${randomBytes(18).toString('base64url')}`;
  const reference = `${eventId}/${mine.claimId}/1`;
  await sql.query(
    `INSERT INTO payments.payments (payment_id, reference, amount, currency, description, expires_at)
     VALUES ($1, $2, 100, 'EUR', 'A1', now() + interval '1 hour')`,
    [paymentId, reference],
  );
  await sql.query(
    `INSERT INTO booking.payments (payment_id, event_id, claim_id, attempt, amount, currency, pay_url, ask_at)
     VALUES ($1, $2, $3, 1, 100, 'EUR', 'http://127.0.0.1/pay', now() + interval '1 hour')`,
    [paymentId, eventId, mine.claimId],
  );
  // inventory's own: here no message has to arrive first
  await sql.query(
    `INSERT INTO inventory.counts VALUES ($1, 'Stalls', 10, 8, 0, 2, 2, now(), 0, now()) ON CONFLICT DO NOTHING`,
    [eventId],
  );
  return { eventId, claim: mine, idempotencyKey, otherClaim: other, paymentId, reference };
}

async function answered(url: string, request: RequestInit): Promise<unknown> {
  const answer = await fetch(url, request);
  const text = await answer.text();
  if (answer.status !== 201) throw new Error(`${url} answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}

/** A request before may have been queued: then a worker still writes. */
export async function quiet(sql: pg.Client): Promise<void> {
  const nothingWaits = async (): Promise<boolean> =>
    (await sql.query(`SELECT FROM booking.claims WHERE status = 'pending' LIMIT 1`)).rowCount === 0;
  if (!(await until(DECIDED_MS, 20, nothingWaits))) throw new Error('queued claims are not decided');
}

/** In full: what a request may change. Of the rest the rows count, as the relay marks what it has sent. */
const IN_FULL = new Set(['booking.events', 'booking.seats', 'booking.claims', 'booking.claim_seats']);

/** What is in the database, short enough to compare. */
export async function fingerprint(sql: pg.Client): Promise<Record<string, string>> {
  const { rows } = await sql.query<{ name: string }>(
    `SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE schemaname IN ('booking', 'inventory', 'payments')`,
  );
  const sums = rows.map(({ name }) => {
    const what = IN_FULL.has(name) ? `md5(string_agg(t::text, ',' ORDER BY t::text))` : 'count(*)::text';
    return `(SELECT ${what} FROM ${name} t) AS "${name}"`;
  });
  const { rows: found } = await sql.query<Record<string, string>>(`SELECT ${sums.join()}`);
  if (found[0] === undefined) throw new Error('no row');
  return found[0];
}

import type { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, inject } from 'vitest';
import { type TestDatabase, cloneDatabase } from '../../tools/test-servers/databases.js';
import { auditOnce } from '../src/audit/audit.js';
import { connect } from '../src/sale-records.js';

// PostgreSQL with the schemas of all services. The rows are planted.
const id = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;
export const [PAID, HELD, OTHER] = [id(1), id(2), id(3)];
/** By what the audit waits for: too long ago, and not yet. */
export const OLD = `now() - interval '40 s'`;
export const NEW = `now() - interval '10 s'`;

let database: TestDatabase;
export let client: Client;

/** Of three seats A1 is booked and paid for, A2 is held and a payment for it is open, A3 is free. All long ago. */
export function plantPaidSale(): void {
  beforeAll(async () => {
    database = await cloneDatabase(inject('servers').templateUrl);
    client = await connect(database.url);
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });
  beforeEach(async () => {
    await client.query(`
      INSERT INTO booking.events (event_id, name, currency, sections, capacity, policy)
      VALUES ('e1', 'Race', 'EUR', '[]', 3, '{"maxPerCustomer": 4, "limitRule": "counter"}')`);
    await client.query(`
      INSERT INTO booking.seats
        (event_id, seat_id, label, section, number, price, status, claim_id, expires_at, version)
      VALUES ('e1', 1, 'A1', 'Stalls', 1, 700, 'booked', '${PAID}', NULL, 2),
             ('e1', 2, 'A2', 'Stalls', 2, 700, 'held', '${HELD}', '2100-01-01', 1),
             ('e1', 3, 'A3', 'Stalls', 3, 700, 'available', NULL, NULL, 0)`);
    await plantClaim(PAID, 'ada', 'booked', 1);
    await plantClaim(HELD, 'bob', 'held', 2);
    await client.query(`INSERT INTO booking.customers VALUES ('e1', 'ada', 1), ('e1', 'bob', 1)`);
    await plantPayment('pay_1', PAID, 'captured', 700);
    await plantPayment('pay_2', HELD, 'open', 0);
  });
  afterEach(async () => {
    await client.query(`TRUNCATE booking.events, booking.seats, booking.claims, booking.claim_seats, booking.ledger,
      booking.customers, booking.payments, payments.payments, payments.webhooks`);
  });
}

async function plantClaim(claimId: string, customer: string, status: string, seat: number): Promise<void> {
  await client.query(
    `INSERT INTO booking.claims (event_id, claim_id, customer_id, idempotency_key, fingerprint, status, answer, strategy,
       policy_version, replica, decided_at, expires_at, payment)
     VALUES ('e1', $1, $2, $2, '', $3, '{}', 'none', 1, 'booking-1', ${OLD}, '2100-01-01', 'required')`,
    [claimId, customer, status],
  );
  await client.query(
    `INSERT INTO booking.claim_seats (event_id, claim_id, seat_id, guarded) VALUES ('e1', $1, $2, true)`,
    [claimId, seat],
  );
  await client.query(
    `INSERT INTO booking.ledger (event_id, section, seat_id, claim_id, from_status, to_status, live_delta, version,
       written_at) VALUES ('e1', 'Stalls', $2, $1, 'available', 'held', 1, 1, ${OLD})`,
    [claimId, seat],
  );
}

/** On both sides alike. */
export async function plantPayment(
  payment: string,
  claim: string,
  status: string,
  captured: number,
): Promise<void> {
  await client.query(
    `INSERT INTO payments.payments (payment_id, reference, amount, currency, description, status, captured, expires_at)
     VALUES ($1, $2, 700, 'EUR', '', $3, $4, '2100-01-01')`,
    [payment, `e1/${claim}/1`, status, captured],
  );
  await client.query(
    `INSERT INTO booking.payments
       (payment_id, event_id, claim_id, attempt, amount, currency, pay_url, status, captured, decided_at, ask_at)
     VALUES ($1, 'e1', $2, 1, 700, 'EUR', '', $3, $4, ${OLD}, now())`,
    [payment, claim, status, captured],
  );
  if (status === 'captured') await plantWebhook(payment);
}

export const plantWebhook = (payment: string): Promise<unknown> =>
  client.query(
    `INSERT INTO payments.webhooks (webhook_id, payment_id, payload, created_at)
     VALUES (gen_random_uuid(), $1, '{}', ${OLD})`,
    [payment],
  );

/** What the audit says of money and claims, without what it does not complain of. */
export async function complaints(): Promise<Record<string, unknown>> {
  const { life, money } = await auditOnce(client, 'e1');
  const all = Object.entries({ ...life, money: money.claims, payments: money.payments });
  return Object.fromEntries(all.flatMap(([name, { total, first }]) => (total > 0 ? [[name, first]] : [])));
}

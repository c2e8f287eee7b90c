import type { LimitRule } from '#contracts';
import type { Statement, Transaction } from '#postgres';
import type { ClaimRequest, Rejected } from './claim.js';

/**
 * One statement counts and checks, so that parallel claims of one customer cannot pass the limit together. The rows
 * are locked in the order of the customers. A customer comes once in a statement.
 */
const COUNT_CUSTOMERS: Statement = {
  name: 'count-customers',
  text: `
    INSERT INTO booking.customers (event_id, customer_id, live)
    SELECT $1, customer_id, wanted FROM unnest($2::text[], $3::integer[]) AS claim (customer_id, wanted)
    WHERE wanted <= $4
    ORDER BY customer_id
    ON CONFLICT (event_id, customer_id) DO UPDATE SET live = customers.live + excluded.live
    WHERE customers.live + excluded.live <= $4
    RETURNING customer_id`,
};

/**
 * Wrong below SERIALIZABLE, and here to be caught: two claims of one customer for different seats touch no row in
 * common, so each counts what was there before the other (write skew).
 * https://www.postgresql.org/docs/current/transaction-iso.html#XACT-SERIALIZABLE
 */
const COUNT_LIVE_SEATS: Statement = {
  name: 'count-live-seats',
  text: `
    SELECT count(*)::integer AS live
    FROM booking.claims AS claim JOIN booking.claim_seats AS seat USING (event_id, claim_id)
    WHERE claim.event_id = $1 AND claim.customer_id = $2 AND seat.live`,
};

/** Enough at READ COMMITTED; above it the snapshot is older than the lock, and the count with it. */
const LOCK_CUSTOMER: Statement = {
  name: 'lock-customer',
  text: `SELECT pg_advisory_xact_lock(hashtextextended('customer:' || $1 || '/' || $2, 0))`,
};

type Count = (
  tx: Transaction,
  requests: readonly ClaimRequest[],
  most: number,
) => Promise<ReadonlySet<string>>;

const byCounter: Count = async (tx, requests, most) => {
  const wanted = requests.map((request) => request.seatIds.length);
  const customers = requests.map((request) => request.customerId);
  const rows = await tx.query<{ customer_id: string }>(COUNT_CUSTOMERS, [
    requests[0]?.eventId,
    customers,
    wanted,
    most,
  ]);
  return new Set(rows.map((row) => row.customer_id));
};

const byCount: Count = async (tx, requests, most) => {
  const within = new Set<string>();
  for (const { eventId, customerId, seatIds } of requests) {
    const [counted] = await tx.query<{ live: number }>(COUNT_LIVE_SEATS, [eventId, customerId]);
    if ((counted?.live ?? 0) + seatIds.length <= most) within.add(customerId);
  }
  return within;
};

const byCountUnderLock: Count = async (tx, requests, most) => {
  const customers = requests.map((request) => request.customerId).sort();
  for (const customerId of customers) await tx.query(LOCK_CUSTOMER, [requests[0]?.eventId, customerId]);
  return byCount(tx, requests, most);
};

const COUNT: Readonly<Record<LimitRule, Count>> = {
  counter: byCounter,
  count: byCount,
  'count-under-lock': byCountUnderLock,
};

/**
 * Which of these requests their customers may still have, by request; the seats of those are counted as theirs from
 * here on. All are of one event, and each of another customer.
 */
export async function withinLimit(
  tx: Transaction,
  requests: readonly ClaimRequest[],
): Promise<ReadonlySet<ClaimRequest>> {
  const { maxPerCustomer: most, limitRule } = requests[0]?.policy ?? { maxPerCustomer: null };
  if (most === null || limitRule === undefined) return new Set(requests);
  const customers = await COUNT[limitRule](tx, requests, most);
  return new Set(requests.filter((request) => customers.has(request.customerId)));
}

export const overLimit = (request: ClaimRequest): Rejected => ({
  kind: 'rejected',
  code: 'customer-limit',
  detail: `A customer may have ${request.policy.maxPerCustomer} live seats in this event.`,
});

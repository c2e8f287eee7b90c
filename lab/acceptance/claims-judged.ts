import type { Client } from 'pg';
import type { PayingCustomer } from './paying-customer.ts';

interface Stored {
  readonly claimId: string;
  readonly customerId: string;
  readonly status: string;
  /** Of its live seats. */
  readonly worth: number;
  /** By the provider's books: captured and not given back, and of how many payments. */
  readonly kept: number;
  readonly payments: number;
}

const STORED = `
  SELECT claim.claim_id AS "claimId", customer_id AS "customerId", claim.status,
    (SELECT coalesce(sum(price), 0)::int FROM booking.claim_seats AS part JOIN booking.seats USING (event_id, seat_id)
      WHERE part.event_id = claim.event_id AND part.claim_id = claim.claim_id AND live) AS worth,
    coalesce(paid.kept, 0)::int AS kept, coalesce(paid.payments, 0)::int AS payments
  FROM booking.claims AS claim LEFT JOIN (
    SELECT split_part(reference, '/', 2) AS claim_id, sum(captured - refunded) AS kept,
      count(*) FILTER (WHERE captured > refunded) AS payments
    FROM payments.payments WHERE starts_with(reference, $1 || '/') GROUP BY 1
  ) AS paid ON paid.claim_id = claim.claim_id::text
  WHERE event_id = $1`;

/** What is wrong with an event, when all its customers have left: one line each. */
export async function findingsOf(
  database: Client,
  eventId: string,
  customers: readonly PayingCustomer[],
): Promise<string[]> {
  const { rows } = await database.query<Stored>(STORED, [eventId]);
  const stored = new Map(rows.map((row) => [row.claimId, row]));
  const known = new Set(customers.map(({ claim }) => claim?.claimId));
  return [
    ...customers.flatMap((customer) => customer.wrong.map((wrong) => `${customer.id}: ${wrong}`)),
    ...customers.flatMap((customer) => toldOtherwise(customer, stored.get(customer.claim?.claimId ?? ''))),
    ...rows
      .filter(({ claimId }) => !known.has(claimId))
      .map(({ claimId }) => `${claimId}: nobody was told of it`),
    ...rows.flatMap(paidOtherwise),
  ];
}

function toldOtherwise(customer: PayingCustomer, stored: Stored | undefined): string[] {
  const { claim, wasToldBooked, gaveBack, state } = customer;
  if (claim === undefined) return [];
  if (stored === undefined || stored.customerId !== customer.id) return [`${claim.claimId}: lost`];
  const lost = wasToldBooked && !gaveBack && stored.status !== 'booked';
  const unpaid = state?.payment?.status === 'refunded' && stored.kept > 0;
  return lost || unpaid
    ? [`${claim.claimId}: told ${JSON.stringify(state)}, is ${JSON.stringify(stored)}`]
    : [];
}

/** Booked and paid once, or over and nothing kept. A hold may still be there of somebody who has left. */
function paidOtherwise(stored: Stored): string[] {
  const { claimId, status, worth, kept, payments } = stored;
  const isFine =
    status === 'booked'
      ? worth > 0 && kept === worth && payments === 1
      : ['held', 'released', 'expired', 'cancelled'].includes(status) && kept === 0;
  return isFine ? [] : [`${claimId}: ${JSON.stringify(stored)}`];
}

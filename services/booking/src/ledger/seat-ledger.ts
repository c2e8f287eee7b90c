import { Inject, Injectable } from '@nestjs/common';
import { type Database, type Ending, type Statement, type Transaction, commit, rollback } from '#postgres';
import { type ClaimOutcome, type ClaimRequest, type Claimed, type Rejected, unavailable } from './claim.js';
import { requestInProgress } from './database-outcome.js';
import { SEAT_DATABASE, SeatTransactions } from './seat-transactions.js';
import type { SeatRead, SeatTaken } from './seat.js';

/** A plain read, without any lock: what it says may be over before it arrives. */
const READ_SEATS: Statement = {
  name: 'read-seats',
  text: `
    SELECT seat_id, label, section, status, version, clock_timestamp()::text AS read_at
    FROM booking.seats
    WHERE event_id = $1 AND seat_id = ANY($2::bigint[])
    ORDER BY seat_id`,
};

/**
 * Books the seats whatever they are: protecting them is the strategy's business. The old row is read under lock in the
 * same statement, in seat order; the version is counted up by the database, never in the program.
 */
const TAKE_SEATS: Statement = {
  name: 'take-seats',
  text: `
    WITH old AS (
      SELECT seat_id, status FROM booking.seats
      WHERE event_id = $1 AND seat_id = ANY($2::bigint[])
      ORDER BY seat_id FOR NO KEY UPDATE
    )
    UPDATE booking.seats AS seat
    SET status = 'booked', claim_id = $3, expires_at = NULL, version = seat.version + 1
    FROM old
    WHERE seat.event_id = $1 AND seat.seat_id = old.seat_id
    RETURNING seat.seat_id, seat.section, old.status AS from_status, seat.version`,
};

/** One statement counts and checks, so that parallel claims of one customer cannot pass the limit together. */
const COUNT_CUSTOMER: Statement = {
  name: 'count-customer',
  text: `
    INSERT INTO booking.customers (event_id, customer_id, live) VALUES ($1, $2, $3)
    ON CONFLICT (event_id, customer_id) DO UPDATE SET live = customers.live + $3
    WHERE customers.live + $3 <= $4
    RETURNING live`,
};

/**
 * What a yes leaves behind: the claim (and with it the request's key), its live seats, a ledger row per seat. Writes
 * nothing, and returns no row, when the sale policy is another than the one the claim was decided under.
 */
const RECORD_CLAIM: Statement = {
  name: 'record-claim',
  text: `
    WITH claim AS (
      INSERT INTO booking.claims (event_id, claim_id, customer_id, idempotency_key, fingerprint, status, answer,
        strategy, policy_version, replica)
      SELECT $1, $2, $3, $4, $5, 'booked', $6, $7, $8, $9
      FROM booking.events
      WHERE event_id = $1 AND policy_version = $8 AND NOT switching
      RETURNING claim_id
    ), seat AS (
      SELECT * FROM unnest($10::bigint[], $11::text[], $12::text[], $13::bigint[], $14::bigint[], $15::timestamptz[])
        AS seat (seat_id, section, from_status, version, read_version, read_at)
    ), live AS (
      INSERT INTO booking.claim_seats (event_id, claim_id, seat_id, guarded)
      SELECT $1, claim.claim_id, seat.seat_id, $16 FROM claim, seat
    )
    INSERT INTO booking.ledger (event_id, section, seat_id, claim_id, from_status, to_status, live_delta, version,
      read_version, read_at)
    SELECT $1, seat.section, seat.seat_id, claim.claim_id, seat.from_status, 'booked', 1, seat.version,
      seat.read_version, seat.read_at
    FROM claim, seat
    ORDER BY seat.seat_id
    RETURNING ledger_id`,
};

/** What every claim writes, whatever its strategy. */
@Injectable()
export class SeatLedger {
  constructor(
    @Inject(SEAT_DATABASE) private readonly database: Database,
    private readonly transactions: SeatTransactions,
  ) {}

  /** The seats as they are, in autocommit and without a lock. */
  async read(request: ClaimRequest): Promise<SeatRead[]> {
    return this.database.query<SeatRead>(READ_SEATS, [request.eventId, request.seatIds]);
  }

  /** A transaction of its own that books the seats, whatever they have become since they were read. */
  async sell(request: ClaimRequest, read: readonly SeatRead[]): Promise<ClaimOutcome> {
    return this.transactions.run(request, (tx) => this.write(tx, request, read));
  }

  /** Takes and records in the caller's transaction; the caller has made sure that the seats are free. */
  async write(
    tx: Transaction,
    request: ClaimRequest,
    read: readonly SeatRead[],
  ): Promise<Ending<ClaimOutcome>> {
    await request.step('before-write');
    const written = await tx.query<Omit<SeatTaken, 'read_version' | 'read_at'>>(TAKE_SEATS, [
      request.eventId,
      request.seatIds,
      request.claimId,
    ]);
    const seen = new Map(read.map((seat) => [seat.seat_id, seat]));
    const taken = written.map((seat) => {
      const before = seen.get(seat.seat_id);
      if (before === undefined) throw new Error(`seat ${seat.seat_id} was written without being read`);
      return { ...seat, read_version: before.version, read_at: before.read_at };
    });
    return this.record(tx, request, taken);
  }

  /** Claim, live seats and ledger rows, for seats that the caller's transaction has just written. */
  async record(
    tx: Transaction,
    request: ClaimRequest,
    seats: readonly SeatTaken[],
  ): Promise<Ending<ClaimOutcome>> {
    const refused = await countCustomer(tx, request);
    if (refused !== undefined) return rollback(refused);
    const claimed: Claimed = {
      kind: 'claimed',
      seats: seats
        .map((seat) => ({ seatId: seat.seat_id, version: seat.version }))
        .sort((one, other) => one.seatId - other.seatId),
    };
    const rows = await tx.query(RECORD_CLAIM, claimValues(request, claimed, seats)).catch(requestInProgress);
    return rows.length > 0 ? commit(claimed) : rollback(unavailable('policy-switching'));
  }
}

async function countCustomer(tx: Transaction, request: ClaimRequest): Promise<Rejected | undefined> {
  const most = request.policy.maxPerCustomer;
  const wanted = request.seatIds.length;
  if (most === null) return undefined;
  const counted =
    wanted <= most ? await tx.query(COUNT_CUSTOMER, [request.eventId, request.customerId, wanted, most]) : [];
  if (counted.length > 0) return undefined;
  const detail = `A customer may have ${most} live seats in this event.`;
  return { kind: 'rejected', code: 'customer-limit', detail };
}

const claimValues = (request: ClaimRequest, claimed: Claimed, seats: readonly SeatTaken[]): unknown[] => [
  ...requestValues(request, claimed),
  seats.map((seat) => seat.seat_id),
  seats.map((seat) => seat.section),
  seats.map((seat) => seat.from_status),
  seats.map((seat) => seat.version),
  seats.map((seat) => seat.read_version),
  seats.map((seat) => seat.read_at),
  request.policy.guard,
];

/** The columns of booking.claims that a yes and a no have in common. */
export const requestValues = (request: ClaimRequest, outcome: ClaimOutcome): unknown[] => [
  request.eventId,
  request.claimId,
  request.customerId,
  request.idempotencyKey,
  request.fingerprint,
  JSON.stringify(outcome),
  request.policy.strategy,
  request.policyVersion,
  request.replica,
];

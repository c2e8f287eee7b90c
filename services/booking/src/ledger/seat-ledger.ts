import { Inject, Injectable } from '@nestjs/common';
import { type Database, type Ending, type Statement, type Transaction, commit, rollback } from '#postgres';
import { type ClaimOutcome, type ClaimRequest, IN_PROGRESS, termsOf, unavailable } from './claim.js';
import { overLimit, withinLimit } from './customer-limit.js';
import { recordClaims, writtenClaim } from './record-claims.js';
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
  changesNothing: true,
};

/**
 * A hold whose time is over is free. As JSON, which is parsed fastest: of 100,000 seats in 5 ms instead of 60.
 */
const READ_FREE_SEATS: Statement = {
  name: 'read-free-seats',
  text: `
    WITH seat AS (
      SELECT section, seat_id, status = 'available' OR expires_at <= clock_timestamp() AS free
      FROM booking.seats WHERE event_id = $1 AND status IN ('available', 'held')
    )
    SELECT section, coalesce(json_agg(seat_id ORDER BY seat_id) FILTER (WHERE free), '[]') AS seat_ids,
      count(*) FILTER (WHERE NOT free) AS held
    FROM seat GROUP BY section`,
};

/** Of one section. */
export interface FreeSeatsRead {
  /** Ascending. */
  readonly seatIds: readonly number[];
  /** Those that are held and may come back. */
  readonly held: number;
}

/**
 * Takes the seats whatever they are: protecting them is the strategy's business. The old row is read under lock in the
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
    SET status = $4, claim_id = $3, expires_at = statement_timestamp() + $5::integer * interval '1 second',
      version = seat.version + 1
    FROM old
    WHERE seat.event_id = $1 AND seat.seat_id = old.seat_id
    RETURNING seat.seat_id, seat.section, old.status AS from_status, seat.version, seat.expires_at::text`,
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

  /** The same in the caller's transaction. */
  async readIn(tx: Transaction, request: ClaimRequest): Promise<SeatRead[]> {
    return tx.query<SeatRead>(READ_SEATS, [request.eventId, request.seatIds]);
  }

  /** By section; a section without a seat that is free or held is not there. */
  async freeSeats(eventId: string): Promise<ReadonlyMap<string, FreeSeatsRead>> {
    const rows = await this.database.query<{ section: string; seat_ids: number[]; held: number }>(
      READ_FREE_SEATS,
      [eventId],
    );
    return new Map(rows.map((row) => [row.section, { seatIds: row.seat_ids, held: row.held }]));
  }

  /** A transaction of its own that takes the seats, whatever they have become since they were read. */
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
      ...termsOf(request),
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
    const within = await withinLimit(tx, [request]);
    if (!within.has(request)) return rollback(overLimit(request));
    const written = writtenClaim(request, seats);
    const recorded = await recordClaims(tx, [written]);
    if (!recorded.policyIsCurrent) return rollback(unavailable('policy-switching'));
    return recorded.claimIds.has(request.claimId) ? commit(written.claimed) : rollback(IN_PROGRESS);
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { type Database, type Ending, type Transaction, commit, rollback } from '#postgres';
import { type ClaimOutcome, type ClaimRequest, type Claimed, type Rejected, unavailable } from './claim.js';
import { requestInProgress } from './database-outcome.js';
import { SEAT_DATABASE, SeatTransactions } from './seat-transactions.js';
import { COUNT_CUSTOMER, READ_SEATS, RECORD_CLAIM, TAKE_SEATS } from './seat-statements.js';
import type { SeatRead, SeatTaken } from './seat.js';

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

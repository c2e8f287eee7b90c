import { Inject, Injectable } from '@nestjs/common';
import { type Database, type Statement, rollback } from '#postgres';
import { type Lease, Leases } from '#redlock';
import { SeatLedger } from '../ledger/seat-ledger.js';
import { SEAT_DATABASE, SeatTransactions } from '../ledger/seat-transactions.js';
import { type SeatTaken, allFree } from '../ledger/seat.js';
import {
  type ClaimOutcome,
  type ClaimRequest,
  type ClaimStrategy,
  CONTENDED,
  taken,
  termsOf,
  unavailable,
} from './claim-strategy.js';
import { fenceRefusals } from './support/claim-counters.js';
import { leaseKeys } from './support/lock-keys.js';

const NEXT_TOKEN: Statement = {
  name: 'fenced-at-write-next-token',
  text: `SELECT nextval('booking.fence_tokens') AS token`,
};

const TAKE_IF_TOKEN_IS_HIGHER: Statement = {
  name: 'fenced-at-write-take-if-token-is-higher',
  text: `
    WITH seen AS (
      SELECT * FROM unnest($2::bigint[], $3::bigint[], $4::timestamptz[]) AS seen (seat_id, version, read_at)
    ), old AS (
      SELECT seat_id, status FROM booking.seats
      WHERE event_id = $1 AND seat_id = ANY($2::bigint[])
      ORDER BY seat_id FOR NO KEY UPDATE
    )
    UPDATE booking.seats AS seat
    SET status = $7, claim_id = $5, expires_at = statement_timestamp() + $8::integer * interval '1 second',
      version = seat.version + 1, fence = $6
    FROM old JOIN seen USING (seat_id)
    WHERE seat.event_id = $1 AND seat.seat_id = old.seat_id AND seat.fence < $6
    RETURNING seat.seat_id, seat.section, old.status AS from_status, seat.version, seat.expires_at::text,
      seen.version AS read_version, seen.read_at::text AS read_at`,
};

/**
 * The wrong variant of `fenced`, and the usual one: a token that grows with every lease, compared only at the write. Of
 * two who have both read "free", the one with the lower token may write first, and then the other's is higher.
 */
@Injectable()
export class FencedAtWriteClaim implements ClaimStrategy {
  static readonly key = 'fenced-at-write';
  static readonly guarantee = 'lease';
  static readonly mechanism = 'as distributed, with a growing token that is compared only at the write';
  static readonly labOnly = true;

  constructor(
    private readonly leases: Leases,
    @Inject(SEAT_DATABASE) private readonly database: Database,
    private readonly transactions: SeatTransactions,
    private readonly ledger: SeatLedger,
  ) {}

  async claim(request: ClaimRequest): Promise<ClaimOutcome> {
    const attempt = await this.leases.acquire(leaseKeys(request), request.policy.lockTtlMs);
    if (attempt.kind === 'contended') return CONTENDED;
    if (attempt.kind === 'no-quorum') return unavailable('no-quorum');
    try {
      return await this.#readThenWrite(request, attempt.lease);
    } finally {
      await request.step('before-release');
      await attempt.lease.release();
    }
  }

  async #readThenWrite(request: ClaimRequest, lease: Lease): Promise<ClaimOutcome> {
    await request.step('after-lock', lease);
    const [next] = await this.database.query<{ token: number }>(NEXT_TOKEN, []);
    const seats = await this.ledger.read(request);
    if (!allFree(seats)) return taken(seats);
    await request.step('after-read');
    return this.transactions.run(request, async (tx) => {
      await request.step('before-write');
      const written = await tx.query<SeatTaken>(TAKE_IF_TOKEN_IS_HIGHER, [
        request.eventId,
        request.seatIds,
        seats.map((seat) => seat.version),
        seats.map((seat) => seat.read_at),
        request.claimId,
        next?.token,
        ...termsOf(request),
      ]);
      if (written.length === request.seatIds.length) return this.ledger.record(tx, request, written);
      fenceRefusals.inc({ strategy: request.policy.strategy });
      return rollback(CONTENDED);
    });
  }
}

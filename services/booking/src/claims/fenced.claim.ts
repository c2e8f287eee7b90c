import { Inject, Injectable } from '@nestjs/common';
import { type Database, type Statement, rollback } from '#postgres';
import { type Lease, Leases } from '#redlock';
import { SeatLedger } from '../ledger/seat-ledger.js';
import { SEAT_DATABASE, SeatTransactions } from '../ledger/seat-transactions.js';
import type { SeatRead, SeatTaken } from '../ledger/seat.js';
import {
  type ClaimOutcome,
  type ClaimRequest,
  type ClaimStrategy,
  CONTENDED,
  taken,
  termsOf,
} from './claim-strategy.js';
import { fenceRefusals } from './support/claim-counters.js';
import { LockQuorum } from './support/lock-quorum.js';
import { leaseKeys } from './support/lock-keys.js';

type SeatFenced = SeatRead & { readonly fence: number };

/** The first read, which is also a promise: whoever read before us holds a lower fence from here on. */
const RAISE_FENCE: Statement = {
  name: 'fenced-raise-fence',
  text: `
    WITH free AS (
      SELECT seat_id FROM booking.seats
      WHERE event_id = $1 AND seat_id = ANY($2::bigint[]) AND status = 'available'
      ORDER BY seat_id FOR NO KEY UPDATE
    )
    UPDATE booking.seats AS seat SET fence = seat.fence + 1 FROM free
    WHERE seat.event_id = $1 AND seat.seat_id = free.seat_id
    RETURNING seat.seat_id, seat.label, seat.section, seat.status, seat.version, seat.fence,
      clock_timestamp()::text AS read_at`,
};

const TAKE_IF_FENCE_STANDS: Statement = {
  name: 'fenced-take-if-fence-stands',
  text: `
    WITH seen AS (
      SELECT * FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::timestamptz[])
        AS seen (seat_id, fence, version, read_at)
    ), old AS (
      SELECT seat_id, status FROM booking.seats
      WHERE event_id = $1 AND seat_id = ANY($2::bigint[])
      ORDER BY seat_id FOR NO KEY UPDATE
    )
    UPDATE booking.seats AS seat
    SET status = $7, claim_id = $6, expires_at = statement_timestamp() + $8::integer * interval '1 second',
      version = seat.version + 1
    FROM old JOIN seen USING (seat_id)
    WHERE seat.event_id = $1 AND seat.seat_id = old.seat_id AND seat.fence = seen.fence
    RETURNING seat.seat_id, seat.section, old.status AS from_status, seat.version, seat.expires_at::text,
      seen.version AS read_version, seen.read_at::text AS read_at`,
};

/**
 * The row itself asks for the lease: the fence is raised with the first read and has to stand at the write, so a holder
 * who paused past his lease finds no row. With that, the lock only spares work, and the claim goes on without it when
 * no majority of the Redis nodes answers.
 */
@Injectable()
export class FencedClaim implements ClaimStrategy {
  static readonly key = 'fenced';
  static readonly guarantee = 'strict';
  static readonly mechanism =
    'leases the seat (Redlock), raises a fence in its row when it reads, requires it when it writes';
  static readonly lockScopes = ['seat', 'event'] as const;

  constructor(
    private readonly leases: Leases,
    private readonly quorum: LockQuorum,
    @Inject(SEAT_DATABASE) private readonly database: Database,
    private readonly transactions: SeatTransactions,
    private readonly ledger: SeatLedger,
  ) {}

  async claim(request: ClaimRequest): Promise<ClaimOutcome> {
    const attempt = await this.leases.acquire(leaseKeys(request), request.policy.lockTtlMs);
    if (attempt.kind === 'contended') return CONTENDED;
    this.quorum.seen(request, attempt.kind === 'leased');
    if (attempt.kind === 'no-quorum') return this.#withoutLock(request);
    try {
      return await this.#readThenWrite(request, attempt.lease);
    } finally {
      await request.step('before-release');
      await attempt.lease.release();
    }
  }

  async #withoutLock(request: ClaimRequest): Promise<ClaimOutcome> {
    return { ...(await this.#readThenWrite({ ...request, degraded: 'lock' })), degraded: 'lock' };
  }

  async #readThenWrite(request: ClaimRequest, lease?: Lease): Promise<ClaimOutcome> {
    await request.step('after-lock', lease);
    const seats = await this.database.query<SeatFenced>(RAISE_FENCE, [request.eventId, request.seatIds]);
    if (seats.length < request.seatIds.length) return this.#whoHasThem(request);
    await request.step('after-read');
    return this.transactions.run(request, async (tx) => {
      await request.step('before-write');
      const written = await tx.query<SeatTaken>(TAKE_IF_FENCE_STANDS, [
        request.eventId,
        seats.map((seat) => seat.seat_id),
        seats.map((seat) => seat.fence),
        seats.map((seat) => seat.version),
        seats.map((seat) => seat.read_at),
        request.claimId,
        ...termsOf(request),
      ]);
      if (written.length === request.seatIds.length) return this.ledger.record(tx, request, written);
      fenceRefusals.inc({ strategy: request.policy.strategy });
      return rollback(CONTENDED);
    });
  }

  async #whoHasThem(request: ClaimRequest): Promise<ClaimOutcome> {
    const refusal = taken(await this.ledger.read(request));
    return refusal.seats.length > 0 ? refusal : CONTENDED;
  }
}

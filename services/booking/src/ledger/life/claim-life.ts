import { Inject, Injectable } from '@nestjs/common';
import type { ClaimStatus } from '#contracts';
import { type Database, type Statement, type Transaction, commit, rollback } from '#postgres';
import { SEAT_DATABASE, SeatTransactions } from '../seat-transactions.js';
import { bookFreedSeats, bookHeldSeats } from './book-seats.js';
import { ChangeSteps, type PassStep } from './change-steps.js';
import { type ClaimRow, readClaim, readClaims } from './claim-row.js';
import * as sql from './decide.js';
import { giveBackSeats } from './give-back-seats.js';

export const EXTENSIONS_MOST = 1;

/**
 * Of claims whose time is over: those that hold these seats, if all of the seats are free without them; or those of one
 * customer. Null: somebody else has ended one since, so that a seat is free, or the customer has room.
 */
const HELD_TOO_LONG: Statement = {
  name: 'claims-held-too-long',
  text: `
    WITH seat AS (
      SELECT claim_id, status = 'available' OR (status = 'held' AND expires_at <= clock_timestamp()) AS free
      FROM booking.seats WHERE event_id = $1 AND seat_id = ANY($2::bigint[])
    )
    SELECT DISTINCT claim_id FROM seat WHERE (SELECT bool_and(free) FROM seat)`,
};
const HELD_TOO_LONG_BY: Statement = {
  name: 'claims-held-too-long-by',
  text: `
    SELECT claim_id FROM booking.claims
    WHERE event_id = $1 AND customer_id = $2 AND status = 'held' AND expires_at <= clock_timestamp()
    UNION ALL
    SELECT NULL FROM booking.customers WHERE event_id = $1 AND customer_id = $2 AND live <= $3`,
};

/** Who gives back what he has paid for gets his money back; a payment that is still open is closed. */
export const REFUND_OR_CANCEL: Statement = {
  name: 'claim-refund-or-cancel',
  text: `
    UPDATE booking.payments SET refund_due = status = 'captured', ask_at = clock_timestamp()
    WHERE event_id = $1 AND claim_id = ANY($2::uuid[]) AND status IN ('open', 'captured')`,
};

type Where = Pick<ClaimRow, 'eventId' | 'claimId' | 'isolation'>;

/**
 * What becomes of a claim once it is there. Each change is decided by one conditional UPDATE of its row
 * (decide.ts); the seats follow in the same transaction. False: the row was not as it has to be, and nothing changed.
 */
@Injectable()
export class ClaimLife {
  constructor(
    @Inject(SEAT_DATABASE) private readonly database: Database,
    private readonly transactions: SeatTransactions,
    private readonly steps: ChangeSteps,
  ) {}

  find(eventId: string, claimId: string): Promise<ClaimRow | undefined> {
    return readClaim(this.database, eventId, claimId);
  }

  /** In one statement, without those that there are not; each has to be named once. */
  findMany(claims: readonly Pick<ClaimRow, 'eventId' | 'claimId'>[]): Promise<ClaimRow[]> {
    return readClaims(this.database, claims);
  }

  confirm(claim: Where, costsNothing: boolean): Promise<boolean> {
    return this.#change('confirm', claim, async (tx, step) => {
      const [decided] = await sql.decide(tx, sql.CONFIRM, [claim.eventId, claim.claimId, costsNothing]);
      if (decided === undefined) return false;
      await step('after-decide');
      await bookHeldSeats(tx, claim.eventId, claim.claimId);
      return true;
    });
  }

  extend(claim: Where): Promise<boolean> {
    const values = [claim.eventId, claim.claimId, EXTENSIONS_MOST];
    return this.#change('extend', claim, async (tx, step) => {
      const [extended] = await sql.decide(tx, sql.EXTEND, values);
      if (extended !== undefined) await step('after-decide');
      return extended !== undefined;
    });
  }

  giveBack(claim: Where): Promise<boolean> {
    return this.#change('give-back', claim, async (tx, step) => {
      const ended = await sql.decide(tx, sql.GIVE_BACK, [claim.eventId, claim.claimId]);
      if (ended.length === 0) return false;
      await step('after-decide');
      await giveBackSeats(tx, claim.eventId, ended);
      await tx.query(REFUND_OR_CANCEL, [claim.eventId, [claim.claimId]]);
      return true;
    });
  }

  /**
   * In the caller's transaction, which he rolls back for anything but "booked": the payment of a hold that nobody has
   * ended, or of one whose seats are still free.
   */
  async pay(
    tx: Transaction,
    claim: Pick<ClaimRow, 'eventId' | 'claimId'>,
    step: PassStep,
  ): Promise<'booked' | 'over' | 'taken'> {
    const { eventId, claimId } = claim;
    const [held] = await sql.decide(tx, sql.PAY, [eventId, claimId]);
    if (held !== undefined) {
      await step('after-decide');
      await bookHeldSeats(tx, eventId, claimId);
      return 'booked';
    }
    const [late] = await sql.decide(tx, sql.PAY_LATE, [eventId, claimId]);
    if (late === undefined) return 'over';
    await step('after-decide');
    return (await bookFreedSeats(tx, { eventId, claimId, customerId: late.customer_id }))
      ? 'booked'
      : 'taken';
  }

  /**
   * In the caller's transaction: the end of a booking whose payment was taken back, if it is one by now; false: not
   * while the sale is closed.
   */
  async cancel(
    tx: Transaction,
    { eventId, claimId }: Pick<ClaimRow, 'eventId' | 'claimId'>,
    step: PassStep,
  ): Promise<boolean> {
    const [claim] = await tx.query<{ status: ClaimStatus }>(sql.LOCK, [eventId, claimId]);
    if (claim?.status !== 'booked') return true;
    const ended = await sql.decide(tx, sql.CANCEL, [eventId, claimId]);
    if (ended.length === 0) return false;
    await step('after-decide');
    await giveBackSeats(tx, eventId, ended);
    return true;
  }

  /** True: all of these seats are free by now, so that a claim of them is worth another attempt. */
  async takeOver(where: Pick<Where, 'eventId' | 'isolation'>, seatIds: readonly number[]): Promise<boolean> {
    return this.#expire(where, HELD_TOO_LONG, [seatIds]);
  }

  /** The same, where the customer may have so many seats beside the ones that he wants. */
  async takeOverFrom(
    where: Pick<Where, 'eventId' | 'isolation'>,
    customerId: string,
    liveMost: number,
  ): Promise<boolean> {
    return this.#expire(where, HELD_TOO_LONG_BY, [customerId, liveMost]);
  }

  /** How many were ended: at the most HOLDS_AT_ONCE, without those that somebody else is at. */
  async expireSome(where: Pick<Where, 'eventId' | 'isolation'>): Promise<number> {
    return this.#end('sweep', where, (tx) => sql.decide(tx, sql.EXPIRE_SOME, [where.eventId]));
  }

  async #expire(
    where: Pick<Where, 'eventId' | 'isolation'>,
    which: Statement,
    of: readonly unknown[],
  ): Promise<boolean> {
    const rows = await this.database.query<{ claim_id: string | null }>(which, [where.eventId, ...of]);
    const claimIds = rows.flatMap((row) => row.claim_id ?? []);
    if (claimIds.length === 0) return rows.length > 0;
    await this.#end('take-over', where, (tx) => sql.decide(tx, sql.EXPIRE, [where.eventId, claimIds]));
    return true;
  }

  /** How many holds were ended. */
  #end(
    change: 'sweep' | 'take-over',
    { eventId, isolation }: Pick<Where, 'eventId' | 'isolation'>,
    decide: (tx: Transaction) => Promise<sql.Decided[]>,
  ): Promise<number> {
    const step = this.steps.of({ change, eventId });
    return this.transactions.change(isolation, step, async (tx) => {
      const ended = await decide(tx);
      if (ended.length === 0) return rollback(0);
      await step('after-decide');
      await giveBackSeats(tx, eventId, ended);
      return commit(ended.length);
    });
  }

  #change(
    change: 'confirm' | 'extend' | 'give-back',
    { eventId, claimId, isolation }: Where,
    work: (tx: Transaction, step: PassStep) => Promise<boolean>,
  ): Promise<boolean> {
    const step = this.steps.of({ change, eventId, claimId });
    return this.transactions.change(isolation, step, async (tx) =>
      (await work(tx, step)) ? commit(true) : rollback(false),
    );
  }
}

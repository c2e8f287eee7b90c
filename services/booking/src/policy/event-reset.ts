import { Inject, Injectable } from '@nestjs/common';
import { DEADLINES_MS } from '#deadlines';
import type { Database, Session } from '#postgres';
import { ClaimsReset } from '../ledger/life/claims-reset.js';
import { OLD_CLAIMS_MS, type PolicySwitched } from './policy-switch.js';
import { SWITCH_DATABASE, inTurn, oldClaimsLeft, whileAlone } from './switch-session.js';
import { CLOSE_SALE, OPEN_RESET_SALE, READ_POLICY, REOPEN_SALE } from './switch-statements.js';

/** One transaction, as short as one of the sweeper's. */
const CLAIMS_AT_ONCE = 100;
/** What is left of a request's time is for opening the sale again. */
const RESET_MS = DEADLINES_MS.request - DEADLINES_MS.lock;

export type EventWasReset =
  | { readonly kind: 'reset'; readonly ended: number; readonly refused: number }
  /** There were too many claims to end in one request; the sale is open again. */
  | { readonly kind: 'unfinished'; readonly ended: number }
  | Extract<PolicySwitched, { kind: 'event-unknown' | 'under-way' | 'no-turn' | 'waiting' }>;

/**
 * Ends every live claim of an event and starts its statistics anew, exactly: the sale is closed as for a change of its
 * policy, so that no claim is half before and half after. Nothing is deleted, and the guard stays as it is.
 */
@Injectable()
export class EventReset {
  constructor(
    @Inject(SWITCH_DATABASE) private readonly database: Database,
    private readonly claims: ClaimsReset,
  ) {}

  async reset(eventId: string): Promise<EventWasReset> {
    const reset = await whileAlone(this.database, eventId, (session) => this.#reset(session, eventId));
    return reset ?? { kind: 'under-way' };
  }

  async #reset(session: Session, eventId: string): Promise<EventWasReset> {
    const deadline = performance.now() + RESET_MS;
    const [event] = await session.query(READ_POLICY, [eventId]);
    if (event === undefined) return { kind: 'event-unknown' };
    if (!(await closed(session, eventId))) return { kind: 'no-turn', closed: false };
    const left = await oldClaimsLeft(session, Math.min(OLD_CLAIMS_MS, deadline - performance.now()));
    if (left.length > 0) return { kind: 'waiting', left };
    const refused = await this.claims.refusePending(eventId);
    let ended = 0;
    for (let some = CLAIMS_AT_ONCE; some === CLAIMS_AT_ONCE; ended += some) {
      if (performance.now() >= deadline) return this.#stop(session, eventId, ended);
      some = await this.claims.endSome(eventId, CLAIMS_AT_ONCE);
      // a session that idles loses its lock, and a sale that is closed for long is taken for abandoned
      if (!(await closed(session, eventId))) return { kind: 'no-turn', closed: true };
    }
    const opened = await inTurn(session, OPEN_RESET_SALE, [eventId]);
    return opened === undefined ? { kind: 'no-turn', closed: true } : { kind: 'reset', ended, refused };
  }

  async #stop(session: Session, eventId: string, ended: number): Promise<EventWasReset> {
    const opened = await inTurn(session, REOPEN_SALE, [eventId]);
    return opened === undefined ? { kind: 'no-turn', closed: true } : { kind: 'unfinished', ended };
  }
}

const closed = async (session: Session, eventId: string): Promise<boolean> =>
  (await inTurn(session, CLOSE_SALE, [eventId])) !== undefined;

import { Inject, Injectable } from '@nestjs/common';
import type { PolicyChange, SalePolicy } from '#contracts';
import { DEADLINES_MS } from '#deadlines';
import type { Database, Session } from '#postgres';
import { BOOKING_CONFIG, type BookingConfig } from '../config.js';
import { type PolicyBreach, changedPolicy, policyBreach } from './policy-rules.js';
import { SWITCH_DATABASE, inTurn, oldClaimsLeft, whileAlone } from './switch-session.js';
import {
  CLOSE_SALE,
  COUNT_CUSTOMERS,
  HAS_CLAIMS,
  OPEN_SALE,
  type PolicyRow,
  READ_POLICY,
  REOPEN_SALE,
  type SeatTransaction,
} from './switch-statements.js';

/** A transaction that seats may still wait for ends within these: its statement, and its idle moments. */
export const OLD_CLAIMS_MS = DEADLINES_MS.statement + DEADLINES_MS.idleInTransaction;
/** From the lock to the moment at which old claims are waited for no longer: a request's time. */
const SWITCH_MS = DEADLINES_MS.request;

export type PolicySwitched =
  | { readonly kind: 'switched'; readonly policy: SalePolicy; readonly policyVersion: number }
  | { readonly kind: 'event-unknown' }
  | ({ readonly kind: 'breach' } & PolicyBreach)
  /** Claims exist, so the guard stays as it is, and with it the rest. */
  | { readonly kind: 'guard-locked' }
  /** Somebody else is switching this event. */
  | { readonly kind: 'under-way' }
  /** Claims kept the event's row locked. */
  | { readonly kind: 'no-turn'; readonly closed: boolean }
  /** The sale stays closed, under the old policy. */
  | { readonly kind: 'waiting'; readonly left: readonly SeatTransaction[] };

/**
 * Changes the sale policy for the whole cluster, exactly: the sale closes, so that the write of any claim refuses; the
 * claims that had passed that point are waited for; then it opens again under the new policy and the next version. A
 * switch that stops halfway leaves it closed, and the old policy in place.
 */
@Injectable()
export class PolicySwitch {
  constructor(
    @Inject(SWITCH_DATABASE) private readonly database: Database,
    @Inject(BOOKING_CONFIG) private readonly config: BookingConfig,
  ) {}

  async change(eventId: string, change: PolicyChange): Promise<PolicySwitched> {
    const switched = await whileAlone(this.database, eventId, (session) =>
      this.#change(session, eventId, change),
    );
    return switched ?? { kind: 'under-way' };
  }

  async #change(session: Session, eventId: string, change: PolicyChange): Promise<PolicySwitched> {
    const [before] = await session.query<PolicyRow>(READ_POLICY, [eventId]);
    if (before === undefined) return { kind: 'event-unknown' };
    const policy = changedPolicy(before.policy, change);
    const breach = policyBreach(policy, this.config.profile);
    if (breach !== undefined) return { kind: 'breach', ...breach };
    const needsNoClaims = policy.guard !== before.policy.guard;
    if (needsNoClaims && (await hasClaims(session, eventId))) return { kind: 'guard-locked' };
    const beginsToCount = countsCustomers(policy) && !countsCustomers(before.policy);
    return switchSale(session, eventId, { policy, needsNoClaims, beginsToCount });
  }
}

const countsCustomers = ({ maxPerCustomer, limitRule }: SalePolicy): boolean =>
  maxPerCustomer !== null && limitRule === 'counter';

interface Planned {
  readonly policy: SalePolicy;
  readonly needsNoClaims: boolean;
  readonly beginsToCount: boolean;
}

async function switchSale(
  session: Session,
  eventId: string,
  { policy, needsNoClaims, beginsToCount }: Planned,
): Promise<PolicySwitched> {
  const deadline = performance.now() + SWITCH_MS;
  if ((await inTurn(session, CLOSE_SALE, [eventId])) === undefined) return { kind: 'no-turn', closed: false };
  const left = await oldClaimsLeft(session, Math.min(OLD_CLAIMS_MS, deadline - performance.now()));
  if (left.length > 0) return { kind: 'waiting', left };
  // asked again: one of those that were waited for may have been the first
  const locked = needsNoClaims && (await hasClaims(session, eventId));
  if (beginsToCount && !locked) await session.query(COUNT_CUSTOMERS, [eventId]);
  const policyVersion = locked
    ? await inTurn(session, REOPEN_SALE, [eventId])
    : await inTurn(session, OPEN_SALE, [eventId, JSON.stringify(policy)]);
  if (policyVersion === undefined) return { kind: 'no-turn', closed: true };
  return locked ? { kind: 'guard-locked' } : { kind: 'switched', policy, policyVersion };
}

async function hasClaims(session: Session, eventId: string): Promise<boolean> {
  const [row] = await session.query<{ found: boolean }>(HAS_CLAIMS, [eventId]);
  return row?.found === true;
}

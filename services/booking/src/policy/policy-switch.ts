import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { PolicyChange, SalePolicy } from '#contracts';
import { DEADLINES_MS, until } from '#deadlines';
import { BOOKING_CONFIG, type BookingConfig } from '../config.js';
import type { EventEntity } from '../db/event.entity.js';
import { SEATS_APPLICATION } from '../ledger/seat-transactions.js';
import { type PolicyBreach, changedPolicy, policyBreach } from './policy-rules.js';

/** A transaction that seats may still wait for ends within these: its statement, and its idle moments. */
const OLD_CLAIMS_MS = DEADLINES_MS.statement + DEADLINES_MS.idleInTransaction;
const LOOK_EVERY_MS = 5;
/** A switch that has been open for longer belonged to a process that died. */
const ABANDONED_AFTER = '10 seconds';

const BEGIN_SWITCH = `
  UPDATE booking.events SET switching = true, switching_since = clock_timestamp(), policy_version = policy_version + 1
  WHERE event_id = $1 AND (NOT switching OR switching_since < clock_timestamp() - interval '${ABANDONED_AFTER}')
  RETURNING policy, policy_version`;
const END_SWITCH = `
  UPDATE booking.events SET switching = false, policy = $3
  WHERE event_id = $1 AND policy_version = $2`;
const HAS_CLAIMS = `SELECT EXISTS (SELECT 1 FROM booking.claims WHERE event_id = $1) AS found`;
/** Also shows transactions without an xid, and those that only hold a snapshot. */
const SEAT_TRANSACTIONS = `
  SELECT pid::text || '@' || xact_start::text AS id FROM pg_stat_activity
  WHERE application_name = '${SEATS_APPLICATION}' AND xact_start IS NOT NULL`;

export type PolicySwitched =
  | { readonly kind: 'switched'; readonly policy: SalePolicy; readonly policyVersion: number }
  /** Claims exist. The version may have gone up all the same: under the old policy. */
  | { readonly kind: 'locked'; readonly policy: SalePolicy; readonly policyVersion: number }
  | { readonly kind: 'switching' }
  | ({ readonly kind: 'breach' } & PolicyBreach);

interface Begun {
  readonly policy: SalePolicy;
  readonly policy_version: number;
}

/**
 * Changes the sale policy for the whole cluster, exactly: the version goes up and claims under the old one are refused
 * by their own write; those that had passed that point are waited for; then the sale opens again under the new policy.
 */
@Injectable()
export class PolicySwitch {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(BOOKING_CONFIG) private readonly config: BookingConfig,
  ) {}

  async change(event: EventEntity, change: PolicyChange): Promise<PolicySwitched> {
    const { eventId, policy: current, policyVersion, switching } = event;
    const breach = policyBreach(changedPolicy(current, change), this.config.profile);
    if (breach !== undefined) return { kind: 'breach', ...breach };
    // a switch that was abandoned halfway keeps the sale closed: it has to be ended, claims or not
    if (!switching && (await this.#hasClaims(eventId)))
      return { kind: 'locked', policy: current, policyVersion };
    const [begun] = await this.#begin(eventId);
    if (begun === undefined) return { kind: 'switching' };
    const quiet = await this.#oldClaimsEnded();
    const locked = !quiet || (await this.#hasClaims(eventId));
    const policy = locked ? begun.policy : changedPolicy(begun.policy, change);
    await this.source.query(END_SWITCH, [eventId, begun.policy_version, policy]);
    return { kind: locked ? 'locked' : 'switched', policy, policyVersion: begun.policy_version };
  }

  async #begin(eventId: string): Promise<Begun[]> {
    const [rows] = (await this.source.query(BEGIN_SWITCH, [eventId])) as [Begun[], number];
    return rows;
  }

  async #hasClaims(eventId: string): Promise<boolean> {
    const [row] = (await this.source.query(HAS_CLAIMS, [eventId])) as { found: boolean }[];
    return row?.found === true;
  }

  /** Outside any transaction: pg_stat_activity stands still inside one. */
  async #oldClaimsEnded(): Promise<boolean> {
    const old = await this.#seatTransactions();
    return until(OLD_CLAIMS_MS, LOOK_EVERY_MS, async () => {
      const open = new Set(await this.#seatTransactions());
      return old.every((id) => !open.has(id));
    });
  }

  async #seatTransactions(): Promise<string[]> {
    const rows = (await this.source.query(SEAT_TRANSACTIONS)) as { id: string }[];
    return rows.map(({ id }) => id);
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { CommitUnknown } from '#postgres';
import type { ClaimRequest } from '../claims/claim-strategy.js';
import { ClaimSteps } from '../claims/support/claim-steps.js';
import { BOOKING_CONFIG, type BookingConfig } from '../config.js';
import { IN_PROGRESS } from '../ledger/claim.js';
import { databaseOutcome } from '../ledger/database-outcome.js';
import { Decisions } from '../ledger/decisions.js';
import { policyBreach } from '../policy/policy-rules.js';
import type { Sale } from '../policy/sale.js';
import { Sales } from '../policy/sales.js';
import { claimAnySeats } from './claim-any-seats.js';
import { ClaimAttempts } from './claim-attempts.js';
import { type ClaimCommand, claimRequest, seatsNamed } from './claim-command.js';
import { ClaimMetrics } from './claim-metrics.js';
import {
  type Attempted,
  type ClaimResult,
  type OpenOutcome,
  type Unfit,
  decided,
  isFinal,
} from './claim-result.js';
import { FreeSeats } from './free-seats/free-seats.js';
import { Refusals } from './refusals.js';

/**
 * Claims seats for a request, once per key however often it is sent. A claim writes its own key, so a known key undoes
 * the attempt; and an attempt that decided nothing looks for a stored answer before it says so, because the request may
 * be a repetition.
 */
@Injectable()
export class ClaimSeats {
  constructor(
    private readonly sales: Sales,
    private readonly freeSeats: FreeSeats,
    private readonly attempts: ClaimAttempts,
    private readonly steps: ClaimSteps,
    private readonly decisions: Decisions,
    private readonly refusals: Refusals,
    private readonly metrics: ClaimMetrics,
    @Inject(BOOKING_CONFIG) private readonly config: BookingConfig,
  ) {}

  async claim(command: ClaimCommand): Promise<ClaimResult> {
    const sale = await this.sales.find(command.eventId);
    if (sale === undefined) return { kind: 'event-unknown' };
    const deciding = { sale, steps: this.steps, replica: this.config.replica };
    const requestFor = (seatIds: readonly number[]): ClaimRequest => claimRequest(command, seatIds, deciding);
    const unfit = this.#unfit(sale, command);
    if (unfit !== undefined) return unfit;
    if ('labels' in command) {
      const { seats } = seatsNamed(sale, command.labels);
      const request = requestFor(seats.map((seat) => seat.seatId));
      return this.#decide(sale, async () => ({ request, outcome: await this.attempts.attempt(request) }));
    }
    return this.#decide(sale, () =>
      claimAnySeats(command, this.freeSeats.of(sale), requestFor, (request) =>
        this.attempts.attempt(request),
      ),
    );
  }

  /** What the event does not have; undefined: the claim can be decided. */
  async unfit(command: ClaimCommand): Promise<Unfit | undefined> {
    const sale = await this.sales.find(command.eventId);
    return sale === undefined ? { kind: 'event-unknown' } : this.#unfit(sale, command);
  }

  #unfit(sale: Sale, command: ClaimCommand): Unfit | undefined {
    const breach = policyBreach(sale.policy, this.config.profile);
    if (breach !== undefined) return { kind: 'policy-refused', breach: breach.breach };
    if ('labels' in command) {
      const { unknown: seats } = seatsNamed(sale, command.labels);
      return seats.length > 0 ? { kind: 'seats-unknown', seats } : undefined;
    }
    const free = this.freeSeats.of(sale);
    const section = command.items
      .map((item) => item.section)
      .find((name) => name !== undefined && !free.has(name));
    return section === undefined ? undefined : { kind: 'section-unknown', section };
  }

  #decide(sale: Sale, attempt: () => Promise<Attempted>): Promise<ClaimResult> {
    return this.metrics.observe(sale.policy.strategy, async () => {
      try {
        return await this.#settle(await attempt());
      } catch (error) {
        if (error instanceof CommitUnknown) return { kind: 'unknown', request: sale };
        throw error;
      }
    });
  }

  async #settle({ request, outcome }: Attempted): Promise<ClaimResult> {
    const refused = outcome.kind === 'taken' || outcome.kind === 'rejected';
    const settled = refused ? await this.refusals.store({ request, refusal: outcome }) : outcome;
    if (isFinal(settled)) return decided(request, settled);
    if (settled.code === 'policy-switching') this.sales.forget(request.eventId);
    return this.#storedAnswer(request, settled);
  }

  async #storedAnswer(request: ClaimRequest, otherwise: OpenOutcome): Promise<ClaimResult> {
    const open: ClaimResult = { kind: 'open', outcome: otherwise, request };
    try {
      const decision = await this.decisions.find(request);
      if (decision === undefined) return open;
      if (!decision.fingerprint.equals(request.fingerprint)) return { kind: 'key-reused' };
      return decision.outcome === 'pending'
        ? { kind: 'open', outcome: IN_PROGRESS, request }
        : { kind: 'decided', decision };
    } catch (error) {
      databaseOutcome(error);
      return open;
    }
  }
}

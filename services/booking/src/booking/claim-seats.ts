import { Inject, Injectable } from '@nestjs/common';
import { CommitUnknown } from '#postgres';
import type { ClaimOutcome, ClaimRequest } from '../claims/claim-strategy.js';
import { Strategies } from '../claims/claims.module.js';
import { ClaimSteps } from '../claims/support/claim-steps.js';
import { BOOKING_CONFIG, type BookingConfig } from '../config.js';
import { CONTENDED, taken, unavailable } from '../ledger/claim.js';
import { databaseOutcome, savedByGuard } from '../ledger/database-outcome.js';
import { Decisions } from '../ledger/decisions.js';
import { SeatLedger } from '../ledger/seat-ledger.js';
import { Sales } from '../policy/sales.js';
import { type ClaimCommand, claimRequest, seatsNamed } from './claim-command.js';
import { ClaimMetrics } from './claim-metrics.js';
import { type ClaimResult, type OpenOutcome, decided, isFinal } from './claim-result.js';

/**
 * Claims seats for a request, once per key however often it is sent. A claim writes its own key, so a known key undoes
 * the attempt; and an attempt that decided nothing looks for a stored answer before it says so, because the request may
 * be a repetition.
 */
@Injectable()
export class ClaimSeats {
  constructor(
    private readonly sales: Sales,
    private readonly strategies: Strategies,
    private readonly steps: ClaimSteps,
    private readonly ledger: SeatLedger,
    private readonly decisions: Decisions,
    private readonly metrics: ClaimMetrics,
    @Inject(BOOKING_CONFIG) private readonly config: BookingConfig,
  ) {}

  async claim(command: ClaimCommand): Promise<ClaimResult> {
    const sale = await this.sales.find(command.eventId);
    if (sale === undefined) return { kind: 'event-unknown' };
    const { seats, unknown } = seatsNamed(sale, command.labels);
    if (unknown.length > 0) return { kind: 'seats-unknown', labels: unknown };
    const deciding = { sale, steps: this.steps, replica: this.config.replica };
    const request = claimRequest(command, seats, deciding);
    return this.metrics.observe(request.policy.strategy, () => this.#decide(request));
  }

  async #decide(request: ClaimRequest): Promise<ClaimResult> {
    try {
      const outcome = await this.#store(request, await this.#attempt(request));
      if (isFinal(outcome)) return decided(request, outcome);
      if (outcome.code === 'policy-switching') this.sales.forget(request.eventId);
      return await this.#storedAnswer(request, outcome);
    } catch (error) {
      if (error instanceof CommitUnknown) return { kind: 'unknown', request };
      throw error;
    }
  }

  async #attempt(request: ClaimRequest): Promise<ClaimOutcome> {
    try {
      return await this.strategies.get(request.policy.strategy).claim(request);
    } catch (error) {
      return savedByGuard(error) ? this.#whatTheGuardSaw(request) : databaseOutcome(error);
    }
  }

  async #whatTheGuardSaw(request: ClaimRequest): Promise<ClaimOutcome> {
    this.metrics.guardSaved(request.policy.strategy);
    try {
      const refusal = taken(await this.ledger.read(request));
      return refusal.seats.length > 0 ? refusal : CONTENDED;
    } catch (error) {
      return databaseOutcome(error);
    }
  }

  /** A no counts only once it is stored: a request that was told no can never sell later. */
  async #store(request: ClaimRequest, outcome: ClaimOutcome): Promise<ClaimOutcome> {
    if (outcome.kind !== 'taken' && outcome.kind !== 'rejected') return outcome;
    try {
      const stored = await this.decisions.refuse(request, outcome);
      return stored ? outcome : unavailable('policy-switching');
    } catch (error) {
      const failure = databaseOutcome(error);
      return failure.kind === 'unavailable' ? unavailable('answer-not-stored') : failure;
    }
  }

  async #storedAnswer(request: ClaimRequest, otherwise: OpenOutcome): Promise<ClaimResult> {
    const open: ClaimResult = { kind: 'open', outcome: otherwise, request };
    try {
      const decision = await this.decisions.find(request);
      if (decision === undefined) return open;
      const sameBody = decision.fingerprint.equals(request.fingerprint);
      return sameBody ? { kind: 'decided', decision } : { kind: 'key-reused' };
    } catch (error) {
      databaseOutcome(error);
      return open;
    }
  }
}

import { Injectable } from '@nestjs/common';
import type { ClaimOutcome, ClaimRequest } from '../claims/claim-strategy.js';
import { Strategies } from '../claims/claims.module.js';
import { ClaimTraces } from '../claims/support/claim-traces.js';
import { CONTENDED, taken } from '../ledger/claim.js';
import { databaseOutcome, savedByGuard } from '../ledger/database-outcome.js';
import { ClaimLife } from '../ledger/life/claim-life.js';
import { SeatLedger } from '../ledger/seat-ledger.js';
import { ClaimMetrics } from './claim-metrics.js';

/** After the first one, each found that holds whose time was over have been ended. */
const ATTEMPTS_MOST = 3;

/**
 * Attempts by the strategy of the event. What the guard and the database refuse is an outcome as well. A hold whose
 * time is over is free: whoever meets one ends it, and attempts again.
 */
@Injectable()
export class ClaimAttempts {
  constructor(
    private readonly strategies: Strategies,
    private readonly ledger: SeatLedger,
    private readonly life: ClaimLife,
    private readonly metrics: ClaimMetrics,
    private readonly traces: ClaimTraces,
  ) {}

  async attempt(request: ClaimRequest): Promise<ClaimOutcome> {
    for (let attempts = 1; ; attempts += 1) {
      const outcome = await this.#once(request);
      if (attempts === ATTEMPTS_MOST) return outcome;
      try {
        if (!(await this.#endedHolds(request, outcome))) return outcome;
      } catch (error) {
        return databaseOutcome(error);
      }
    }
  }

  async #once(request: ClaimRequest): Promise<ClaimOutcome> {
    this.traces.note(request, 'begins');
    try {
      return await this.strategies.get(request.policy.strategy).claim(request);
    } catch (error) {
      return savedByGuard(error) ? await this.#whatTheGuardSaw(request) : databaseOutcome(error);
    } finally {
      this.traces.note(request, 'ends');
    }
  }

  async #endedHolds(
    { eventId, policy, customerId, seatIds }: ClaimRequest,
    outcome: ClaimOutcome,
  ): Promise<boolean> {
    const where = { eventId, isolation: policy.isolation };
    if (outcome.kind === 'taken' && outcome.seats.every(({ status }) => status === 'held')) {
      return this.life.takeOver(where, seatIds);
    }
    if (outcome.kind === 'rejected' && outcome.code === 'customer-limit') {
      return this.life.takeOverFrom(where, customerId, (policy.maxPerCustomer ?? 0) - seatIds.length);
    }
    return false;
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
}

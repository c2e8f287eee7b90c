import { Injectable } from '@nestjs/common';
import type { ClaimOutcome, ClaimRequest } from '../claims/claim-strategy.js';
import { Strategies } from '../claims/claims.module.js';
import { CONTENDED, taken } from '../ledger/claim.js';
import { databaseOutcome, savedByGuard } from '../ledger/database-outcome.js';
import { SeatLedger } from '../ledger/seat-ledger.js';
import { ClaimMetrics } from './claim-metrics.js';

/** One attempt by the strategy of the event. What the guard and the database refuse is an outcome as well. */
@Injectable()
export class ClaimAttempts {
  constructor(
    private readonly strategies: Strategies,
    private readonly ledger: SeatLedger,
    private readonly metrics: ClaimMetrics,
  ) {}

  async attempt(request: ClaimRequest): Promise<ClaimOutcome> {
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
}

import { Injectable } from '@nestjs/common';
import { Counter, Histogram } from 'prom-client';
import { metrics } from '#telemetry';
import { CONTENDED } from '../ledger/claim.js';
import type { ClaimResult } from './claim-result.js';

/** Those of Lab 36, so that its dashboards read ours. */
const BUCKETS_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

// of the process, as its registry is
const registers = [metrics];
const bookings = new Counter({
  name: 'bookings_total',
  help: 'claims by status as Lab 36 has them: confirmed, failed (told no, or try again), error',
  labelNames: ['strategy', 'status'],
  registers,
});
const outcomes = new Counter({
  name: 'claim_outcomes_total',
  help: 'the same by outcome: claimed, taken, rejected, the code of an answer that decided nothing, unknown',
  labelNames: ['strategy', 'outcome'],
  registers,
});
const contentions = new Counter({
  name: 'lock_contentions_total',
  help: 'claims that found somebody else at the seat and decided nothing',
  labelNames: ['strategy'],
  registers,
});
const seconds = new Histogram({
  name: 'booking_duration_seconds',
  help: 'time to decide a claim',
  labelNames: ['strategy'],
  buckets: BUCKETS_SECONDS,
  registers,
});
const guardSaves = new Counter({
  name: 'guard_saves_total',
  help: 'double sales that the unique index refused',
  labelNames: ['strategy'],
  registers,
});

const outcomeOf = (result: ClaimResult): string => {
  if (result.kind === 'decided') return result.decision.outcome.kind;
  return result.kind === 'open' ? result.outcome.code : result.kind;
};

function statusOf(result: ClaimResult | undefined): 'confirmed' | 'failed' | 'error' {
  if (result === undefined || result.kind === 'unknown') return 'error';
  if (result.kind === 'open') return result.outcome.kind === 'contended' ? 'failed' : 'error';
  return result.kind === 'decided' && result.decision.outcome.kind === 'claimed' ? 'confirmed' : 'failed';
}

/** For operators only: no verdict is ever drawn from these. */
@Injectable()
export class ClaimMetrics {
  async observe(strategy: string, decide: () => Promise<ClaimResult>): Promise<ClaimResult> {
    const started = performance.now();
    let result: ClaimResult | undefined;
    try {
      result = await decide();
      const outcome = outcomeOf(result);
      outcomes.inc({ strategy, outcome });
      if (outcome === CONTENDED.code) contentions.inc({ strategy });
      return result;
    } finally {
      seconds.observe({ strategy }, (performance.now() - started) / 1_000);
      bookings.inc({ strategy, status: statusOf(result) });
    }
  }

  guardSaved(strategy: string): void {
    guardSaves.inc({ strategy });
  }
}

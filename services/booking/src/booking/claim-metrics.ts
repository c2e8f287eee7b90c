import { Injectable } from '@nestjs/common';
import { Counter, Histogram } from 'prom-client';
import { metrics } from '#telemetry';
import type { ClaimResult } from './claim-result.js';

const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

const outcomeOf = (result: ClaimResult): string => {
  if (result.kind === 'decided') return result.decision.outcome.kind;
  return result.kind === 'open' ? result.outcome.code : result.kind;
};

// of the process, as its registry is
const claimSeconds = new Histogram({
  name: 'lastseat_claim_seconds',
  help: 'time to decide a claim, by strategy and outcome',
  labelNames: ['strategy', 'outcome'],
  buckets: BUCKETS_SECONDS,
  registers: [metrics],
});
const guardSaves = new Counter({
  name: 'lastseat_guard_saves_total',
  help: 'double sales that the unique index refused',
  labelNames: ['strategy'],
  registers: [metrics],
});

/** For operators only: no verdict is ever drawn from these. */
@Injectable()
export class ClaimMetrics {
  async observe(strategy: string, decide: () => Promise<ClaimResult>): Promise<ClaimResult> {
    const started = performance.now();
    const result = await decide();
    claimSeconds.observe({ strategy, outcome: outcomeOf(result) }, (performance.now() - started) / 1_000);
    return result;
  }

  guardSaved(strategy: string): void {
    guardSaves.inc({ strategy });
  }
}

import type { StrategyView } from '#contracts';
import type { Verdict } from '#checkers';
import type { OpenLaboratory } from '../laboratory.js';
import type { RunResult } from '../result.js';
import type { RunParameters, WantedRun } from '../run-parameters.js';
import { runParameters } from '../run-parameters.js';
import { UserError } from '../user-error.js';

/** What a verdict does not tell, counted or measured in this very run. */
export interface Figure {
  name: string;
  value: number | string;
  unit?: 'ms';
}

/** What came of one half of an exhibit. */
export interface Scene {
  asExpected: boolean;
  /** each with the verdict that this half expects of it */
  runs: readonly RunResult[];
  figures: readonly Figure[];
}

/** A running stack, with three replicas. */
export interface Stage {
  lab: OpenLaboratory;
  strategies: readonly StrategyView[];
  doing: (what: string) => void;
}

/** One thing that goes wrong, and then does not: two halves that differ in the one thing that matters. */
export interface Exhibit {
  title: string;
  /** one sentence, before it: what will be seen */
  shows: string;
  /** one sentence, after it, and true only when both halves were as expected */
  means: string;
  /** the system that taught it */
  seed: string;
  failure: { what: string; play(stage: Stage): Promise<Scene> };
  cure: { what: string; play(stage: Stage, failure: Scene): Promise<Scene> };
}

/** Whom to race and how, under the one key that a half is about. */
export function raceOn(
  { strategies }: Stage,
  key: string,
  replicas: number,
  wanted: WantedRun,
): { strategy: StrategyView; parameters: RunParameters } {
  const strategy = strategies.find((one) => one.key === key);
  if (strategy === undefined)
    throw new UserError(`The cluster has no strategy "${key}". Type: npm run build`);
  return { strategy, parameters: runParameters(strategy, replicas, wanted) };
}

/** An exhibit may expect something else of a run than the strategy's guarantee does. */
export const expecting = (verdict: Verdict, result: RunResult): RunResult => ({
  ...result,
  expected: verdict,
  asExpected: result.verdict === verdict,
});

export const scene = (runs: readonly RunResult[], figures: readonly Figure[], holds = true): Scene => ({
  asExpected: holds && runs.every((run) => run.asExpected),
  runs,
  figures,
});

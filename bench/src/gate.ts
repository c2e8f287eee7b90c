import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Run } from './measure/run.js';
import { summaries } from './summary.js';

/** What was measured, by "strategy load", and how much less of it is a regression: a shared machine has its moods. */
const Thresholds = z.object({ slack: z.number(), ratios: z.record(z.string(), z.number()) });
export type Thresholds = z.infer<typeof Thresholds>;

export const readThresholds = (project: string): Thresholds =>
  Thresholds.parse(JSON.parse(readFileSync(join(project, 'bench', 'thresholds.json'), 'utf8')));

/** Above this it is not our code that is measured: a commit waits for a processor, and an empty answer hardly does. */
const OTHERS_CORES_MOST = 0.4;

export interface Crossing {
  readonly cell: string;
  readonly ratio: number;
  readonly least: number;
  /** processors that others had meanwhile */
  readonly othersCores: number;
  /** false: the machine was not ours, so it says nothing */
  readonly counts: boolean;
}

/** Of claims to the no-op of the same round; never an absolute time. */
export function crossings(runs: readonly Run[], { slack, ratios }: Thresholds): Crossing[] {
  return summaries(runs).flatMap(({ strategy, scenario, ratio, othersCores }) => {
    const cell = `${strategy} ${scenario}`;
    const least = (ratios[cell] ?? 0) * (1 - slack);
    if (ratio.median >= least) return [];
    return [{ cell, ratio: ratio.median, least, othersCores, counts: othersCores <= OTHERS_CORES_MOST }];
  });
}

export function crossingText({ cell, ratio, least, othersCores, counts }: Crossing): string {
  const found = `${cell}: ${ratio.toFixed(3)} of the no-op, and ${least.toFixed(3)} is the least`;
  return counts ? found : `${found}; not judged, because others had ${othersCores.toFixed(1)} processors`;
}

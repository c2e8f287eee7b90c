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

export interface Crossing {
  readonly cell: string;
  readonly ratio: number;
  readonly least: number;
}

/** Of claims to the no-op of the same round; never an absolute time. */
export function crossings(runs: readonly Run[], { slack, ratios }: Thresholds): Crossing[] {
  return summaries(runs).flatMap(({ strategy, scenario, ratio }) => {
    const cell = `${strategy} ${scenario}`;
    const least = (ratios[cell] ?? 0) * (1 - slack);
    return ratio.median < least ? [{ cell, ratio: ratio.median, least }] : [];
  });
}

export const crossingText = ({ cell, ratio, least }: Crossing): string =>
  `${cell}: ${ratio.toFixed(2)} of the no-op, and ${least.toFixed(2)} is the least that is no regression`;

import { readFileSync } from 'node:fs';
import type { Verdict } from '#checkers';
import type { Cell, CellRecord, MatrixRun } from '../src/matrix/cell.js';

const NAMES = ['mutex', 'distributed-paused', 'fenced-paused'] as const;

/** A run of `npm run race`, as it was; the traces were put together from its ledger rows and answers. */
export const recorded = (name: (typeof NAMES)[number]): CellRecord =>
  JSON.parse(
    readFileSync(new URL(`../fixtures/report/${name}.jsonl`, import.meta.url), 'utf8'),
  ) as CellRecord;

const cellLike = (change: Partial<Cell>): Cell => ({
  ...recorded('fenced-paused').cell,
  ...{ strikes: 6, hits: 6, freeAgainMs: 120.4, firstYesAfterHealMs: 31.2, countsRightMs: null },
  availability: { quiet: 1, fault: 0.875, healed: 0.9996 },
  ...change,
});

const matrixRun = (fault: string, cells: Cell[], change: Partial<MatrixRun> = {}): MatrixRun => {
  const run: MatrixRun = {
    ...{ format: 'lastseat-matrix/1', fault, does: `does ${fault}`, replicas: 3, guard: false, seed: 7 },
    ...{ strikes: 6, commit: '0123456789abcdef', startedAt: '2026-11-21T13:20:01.124Z', tookMs: 61_000 },
    ...{ skipped: null, cells: [], ...change },
  };
  const { replicas, guard } = run;
  return { ...run, cells: cells.map((cell) => ({ ...cell, fault, replicas, guard })) };
};

/** Two faults as they should be. */
export const expectedRuns = (): MatrixRun[] => {
  const [mutex, paused] = [recorded('mutex').cell, recorded('distributed-paused').cell];
  const wrong = { strategy: 'fenced-at-write', labOnly: true };
  return [
    matrixRun('none', [mutex, cellLike({ strategy: 'distributed' }), cellLike({}), cellLike(wrong)]),
    matrixRun('pause-holder', [mutex, paused, cellLike({}), { ...paused, ...wrong }]),
  ];
};

/** With a run that this machine cannot do, one at one replica, and a cell of each verdict; two are surprises. */
export const mixedRuns = (): MatrixRun[] => {
  const as = (verdict: Verdict, expected: Verdict): Cell =>
    cellLike({
      verdict,
      expected,
      asExpected: verdict === expected,
      reasons: [`${verdict} & <why>`],
      story: null,
    });
  return [
    ...expectedRuns(),
    matrixRun('redis-majority', [as('UNAVAILABLE', 'UNAVAILABLE')], { guard: true }),
    matrixRun('kill-replica', [as('UNSAFE', 'SAFE')], { replicas: 1 }),
    matrixRun('slow-disk', [as('INCONCLUSIVE', 'SAFE')]),
    matrixRun('power-cut', [], { skipped: 'a power cut needs root' }),
  ];
};

import type { ProofCell } from '../proof.js';
import { asExpectedIn, holds, verdictsIn } from '../proof.js';

/** A proof for programs: a cell for each race, without the findings, which are in each run's own result. */
export const proofJson = (cells: readonly ProofCell[]): object => ({
  asExpected: holds(cells),
  cells: cells.map((cell) => ({
    ...cellJson(cell),
    // undefined is left out of JSON
    runs: cell.runs.map((run) => ({ ...run, findings: undefined, story: undefined })),
  })),
});

export const cellJson = (cell: ProofCell) => ({
  strategy: cell.strategy.key,
  guarantee: cell.strategy.guarantee,
  labOnly: cell.strategy.labOnly,
  replicas: cell.replicas,
  fault: cell.fault,
  buyers: cell.runs[0]?.buyers ?? 0,
  expected: cell.runs[0]?.expected ?? null,
  times: cell.runs.length,
  timesAsExpected: asExpectedIn(cell),
  verdicts: Object.fromEntries(verdictsIn(cell)),
});

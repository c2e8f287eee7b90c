import type { Evidence, Finding, Verdict } from '#checkers';
import type { ClaimTrace, Guarantee } from '#contracts';
import type { Latency } from '../percentiles.js';
import type { Story } from '../story.js';

export type PhaseName = 'quiet' | 'fault' | 'healed';

/** Part of a run, in µs on the clock of its history. */
export interface Phase {
  name: PhaseName;
  fromUs: number;
  toUs: number;
}

/** What one strategy's event did under one fault. Plain JSON: it is committed, and tables are made of it. */
export interface Cell {
  strategy: string;
  guarantee: Guarantee;
  labOnly: boolean;
  fault: string;
  replicas: number;
  guard: boolean;
  seed: number;
  /** folder of the run under .lastseat/runs */
  run: string;
  verdict: Verdict;
  expected: Verdict;
  asExpected: boolean;
  /** one sentence for each kind of finding */
  reasons: string[];
  strikes: number;
  /** strikes whose fault hit while a claim of this event was in the window */
  hits: number;
  operations: number;
  ok: number;
  fail: number;
  /** answers that were lost; of these so many were settled by asking again, and so many by the rows */
  unknown: number;
  recovered: number;
  soldTwice: number;
  lost: number;
  /** of the answers in each phase, how many were no outage; null: nobody asked */
  availability: Record<PhaseName, number | null>;
  winners: Latency;
  losers: Latency;
  longestAnswerMs: number;
  /** from the injection until somebody else got the holder's seat; null: nobody did */
  freeAgainMs: number | null;
  /** from the first strike after healing until its first yes */
  firstYesAfterHealMs: number | null;
  /** from when all was whole and every customer knew until inventory agreed with the ledger */
  countsRightMs: number | null;
  findingCounts: Record<string, number>;
  findings: Finding[];
  /** the shortest counterexample, at most ten steps */
  story: Story | null;
}

/** Everything about a cell that a report may want to show. */
export interface CellRecord {
  cell: Cell;
  evidence: Evidence;
  phases: Phase[];
  /** of all replicas that still had them */
  traces: { replica: string; traces: ClaimTrace[] }[];
  /** µs since 1970 at which the history's clock was 0 */
  epochUs: number;
  /** ledger rows on their way to inventory; left out by who does not ask for them */
  messages?: readonly SentMessage[];
}

/** Rows that went to NATS in one message. Times are PostgreSQL's, in µs since 1970. */
export interface SentMessage {
  sequence: number;
  claims: string[];
  /** of its newest row: it was not sent before */
  writtenAtUs: number;
  /** when a replica saw that inventory had it, which is a little later; null: nobody saw it yet */
  appliedAtUs: number | null;
}

/** One fault, all strategies. */
export interface MatrixRun {
  format: 'lastseat-matrix/1';
  fault: string;
  does: string;
  replicas: number;
  guard: boolean;
  seed: number;
  strikes: number;
  commit: string | null;
  startedAt: string;
  tookMs: number;
  /** why there are no cells: what this machine cannot do */
  skipped: string | null;
  cells: Cell[];
}

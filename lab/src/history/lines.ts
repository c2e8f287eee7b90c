import type { Answer, ChangeAnswer } from '#checkers';
import type { RunParameters } from '../run-parameters.js';

/** docs/history.md describes every field. A change that old readers cannot read makes this `/2`. */
export const HISTORY_FORMAT = 'lastseat-history/1';

export interface RunLine {
  kind: 'run';
  format: typeof HISTORY_FORMAT;
  run: string;
  startedAt: string;
  eventId: string;
  policyVersion: number;
  commit: string | null;
  parameters: RunParameters;
  /** of a run of k6: the script, which of its sales, and its settings as they came to be */
  k6?: { script: string; sale: string; settings: Record<string, string> };
}

export interface InvokeLine {
  kind: 'invoke';
  /** µs since the run began, by the driver's monotonic clock */
  atUs: number;
  process: number;
  key: string;
  attempt: number;
  customer: string;
  /** none: any so many */
  seats: readonly string[];
  quantity: number;
}

/**
 * The answer to one attempt. Its `kind` says what it means for the operation: Answer in checkers/evidence.ts.
 */
export interface AnswerLine extends Answer {
  process: number;
  key: string;
  attempt: number;
}

/** What was asked about a claim that is there; in the matrix's `life` alone. */
export interface ChangeLine extends ChangeAnswer {
  kind: 'change';
}

export type HistoryLine = InvokeLine | AnswerLine;

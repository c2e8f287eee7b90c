import type { Verdict } from '#checkers';
import type { Figure, Stage } from '../exhibits/exhibit.js';
import type { RunResult } from '../result.js';

/** What most exercises ask for, in the words of a verdict. */
export const SAFE_OR_NOT = ['safe', 'unsafe', 'unavailable'] as const;

/** What a run of it showed. */
export interface Seen {
  /** one of the choices; anything else is no verdict */
  answer: string;
  runs: readonly RunResult[];
  figures: readonly Figure[];
}

/** A question about a run, and the run that answers it. */
export interface Exercise {
  title: string;
  /** what is done, and then the question; the choices follow it */
  question: string;
  choices: readonly string[];
  /** the choice that is right */
  answer: string;
  /** a few sentences, told when that was seen */
  why: string;
  /** where the same is seen without a question; for most, there is such a command */
  command?: string;
  /** the system that asks the same, or what of ours it is about */
  about: string;
  run(stage: Stage): Promise<Seen>;
}

export const inWords = (verdict: Verdict): string => verdict.toLowerCase();

import type { Answer, ChangeAnswer } from '#checkers';
import { HistoryFile } from './history-file.js';
import type { HistoryLine, InvokeLine, RunLine } from './lines.js';

/** What our own buyers do, by one clock: in memory for the checkers, and in the run's history. */
export class HistoryRecorder {
  readonly lines: HistoryLine[] = [];
  readonly changes: ChangeAnswer[] = [];
  private readonly startedNs = process.hrtime.bigint();
  /** µs since 1970 when its clock was 0: what lays the rows of PostgreSQL beside it */
  readonly epochUs = Math.round((performance.timeOrigin + performance.now()) * 1_000);
  private readonly file: HistoryFile;

  constructor(path: string, header: RunLine) {
    this.file = new HistoryFile(path, header);
  }

  invoke(line: Omit<InvokeLine, 'kind' | 'atUs'>): void {
    this.append({ kind: 'invoke', atUs: this.nowUs(), ...line });
  }

  answer(line: Omit<Answer, 'atUs'> & { process: number; key: string; attempt: number }): void {
    const { kind, ...rest } = line;
    this.append({ kind, atUs: this.nowUs(), ...rest });
  }

  change(change: Omit<ChangeAnswer, 'atUs'>): void {
    const answered = { ...change, atUs: this.nowUs() };
    this.changes.push(answered);
    this.file.append({ kind: 'change', ...answered });
  }

  close(): void {
    this.file.close();
  }

  nowUs(): number {
    return Number((process.hrtime.bigint() - this.startedNs) / 1_000n);
  }

  private append(line: HistoryLine): void {
    this.lines.push(line);
    this.file.append(line);
  }
}

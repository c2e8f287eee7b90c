import { closeSync, openSync, writeSync } from 'node:fs';
import type { Answer, ChangeAnswer } from '#checkers';
import type { ChangeLine, HistoryLine, InvokeLine, RunLine } from './lines.js';

const BUFFER_BYTES_MOST = 256 * 1024;

/** A run of the matrix has one for each strategy, and an emitter warns of more than ten listeners. */
const open = new Set<HistoryRecorder>();
process.once('exit', () => {
  for (const recorder of open) recorder.flush();
});

/**
 * The one writer of a run's history. It buffers, so that no disk write lies between two buyers at the gate,
 * and it writes what it has when the process ends early.
 */
export class HistoryRecorder {
  readonly lines: HistoryLine[] = [];
  readonly changes: ChangeAnswer[] = [];
  private readonly file: number;
  private readonly startedNs = process.hrtime.bigint();
  /** µs since 1970 when its clock was 0: what lays the rows of PostgreSQL beside it */
  readonly epochUs = Math.round((performance.timeOrigin + performance.now()) * 1_000);
  private buffer = '';

  constructor(path: string, header: RunLine) {
    this.file = openSync(path, 'w');
    this.buffer = `${JSON.stringify(header)}\n`;
    this.flush();
    open.add(this);
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
    this.write({ kind: 'change', ...answered });
  }

  close(): void {
    open.delete(this);
    this.flush();
    closeSync(this.file);
  }

  nowUs(): number {
    return Number((process.hrtime.bigint() - this.startedNs) / 1_000n);
  }

  private append(line: HistoryLine): void {
    this.lines.push(line);
    this.write(line);
  }

  private write(line: HistoryLine | ChangeLine): void {
    this.buffer += `${JSON.stringify(line)}\n`;
    if (this.buffer.length > BUFFER_BYTES_MOST) this.flush();
  }

  flush(): void {
    if (this.buffer !== '') writeSync(this.file, this.buffer);
    this.buffer = '';
  }
}

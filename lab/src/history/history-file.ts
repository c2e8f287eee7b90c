import { closeSync, openSync, writeSync } from 'node:fs';
import type { ChangeLine, HistoryLine, RunLine } from './lines.js';

const BUFFER_BYTES_MOST = 256 * 1024;

/** A run of the matrix has one for each strategy, and an emitter warns of more than ten listeners. */
const open = new Set<HistoryFile>();
process.once('exit', () => {
  for (const file of open) file.flush();
});

/**
 * The one writer of `lastseat-history/1`. It buffers, so that no disk write lies between two buyers at the gate,
 * and it writes what it has when the process ends early.
 */
export class HistoryFile {
  private readonly file: number;
  private buffer = '';

  constructor(path: string, header: RunLine) {
    this.file = openSync(path, 'w');
    this.buffer = `${JSON.stringify(header)}\n`;
    this.flush();
    open.add(this);
  }

  append(line: HistoryLine | ChangeLine): void {
    this.buffer += `${JSON.stringify(line)}\n`;
    if (this.buffer.length > BUFFER_BYTES_MOST) this.flush();
  }

  close(): void {
    open.delete(this);
    this.flush();
    closeSync(this.file);
  }

  flush(): void {
    if (this.buffer !== '') writeSync(this.file, this.buffer);
    this.buffer = '';
  }
}

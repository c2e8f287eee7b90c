import { cursorTo, clearLine } from 'node:readline';
import type { RunResult } from '../result.js';
import { paintVerdict } from './paint.js';

export interface Progress {
  doing(what: string): void;
  done(result: RunResult): void;
  end(): void;
}

/** On a terminal one line that changes; elsewhere a line for each thing done. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  const clear = (): void => {
    cursorTo(stream, 0);
    clearLine(stream, 0);
  };
  return {
    doing(what) {
      if (!stream.isTTY) return;
      clear();
      stream.write(`  ${what} …`);
    },
    done(result) {
      if (stream.isTTY) return;
      stream.write(`  ${result.strategy} at ${result.replicas}: ${paintVerdict(result.verdict)}\n`);
    },
    end() {
      if (stream.isTTY) clear();
    },
  };
}

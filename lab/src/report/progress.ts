import { cursorTo, clearLine } from 'node:readline';

export interface Progress {
  doing: (what: string) => void;
  /** a step is over; elsewhere than on a terminal its line is written */
  done: (line: string) => void;
  end: () => void;
}

const BAR_WIDTH = 24;

/** On a terminal one line that changes, with a bar when there are several steps; elsewhere a line for each step. */
export function progressOn(stream: NodeJS.WriteStream, steps = 1): Progress {
  let over = 0;
  const clear = (): void => {
    cursorTo(stream, 0);
    clearLine(stream, 0);
  };
  return {
    doing(what) {
      if (!stream.isTTY) return;
      clear();
      stream.write(`  ${barOf(over, steps)}${what} …`);
    },
    done(line) {
      over += 1;
      if (!stream.isTTY) stream.write(`  ${line}\n`);
    },
    end() {
      if (stream.isTTY) clear();
    },
  };
}

function barOf(over: number, steps: number): string {
  if (steps <= 1) return '';
  const full = Math.round((Math.min(over, steps) / steps) * BAR_WIDTH);
  return `${'█'.repeat(full)}${'░'.repeat(BAR_WIDTH - full)} ${over}/${steps}  `;
}

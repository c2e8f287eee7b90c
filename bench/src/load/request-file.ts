import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Wishes } from './scenarios.js';
import { claimLine } from './scenarios.js';

const LINES_AT_ONCE = 10_000;

export async function writeRequests(file: string, scenario: Wishes, claims: number): Promise<void> {
  const stream = createWriteStream(file);
  for (let first = 0; first < claims; first += LINES_AT_ONCE) {
    const length = Math.min(LINES_AT_ONCE, claims - first);
    const lines = Array.from({ length }, (_, index) => claimLine(scenario, first + index));
    stream.write(`${lines.join('\n')}\n`);
  }
  stream.end();
  await finished(stream);
}

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { UserError } from '../user-error.js';

/** A file that may be larger than a string can be. */
export async function* textLines(file: string): AsyncGenerator<string> {
  const input = createReadStream(file, 'utf8');
  try {
    yield* createInterface({ input, crlfDelay: Infinity });
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

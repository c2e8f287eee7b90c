import { parseArgs } from 'node:util';
import { UserError } from './user-error.js';

type Flags = Readonly<Record<string, { type: 'string' | 'boolean' }>>;
export type Given = Readonly<Record<string, string | boolean | undefined>>;

/** Node's own parser; what it does not know becomes one sentence and what to type. */
export function readFlags(args: readonly string[], flags: Flags, help: string): Given {
  try {
    const { values } = parseArgs({ args: [...args], options: { ...flags, help: { type: 'boolean' } } });
    return { ...values };
  } catch (error) {
    const [sentence] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new UserError(`${sentence}. Type: ${help}`);
  }
}

export interface Range {
  least: number;
  most: number;
}

export function wholeNumber(given: Given, flag: string, usual: number, range: Range): number {
  const text = given[flag];
  if (typeof text !== 'string') return usual;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= range.least && number <= range.most) return number;
  const takes = `--${flag} takes a whole number from ${range.least} to ${range.most}, not "${text}".`;
  throw new UserError(`${takes} Type: --${flag} ${usual}`);
}

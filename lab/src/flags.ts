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
  return numberIfGiven(given, flag, usual, range) ?? usual;
}

/** undefined when it is not given; the example is what to type. */
export function numberIfGiven(given: Given, flag: string, example: number, range: Range): number | undefined {
  const text = given[flag];
  if (typeof text !== 'string') return undefined;
  const number = numberIn(text, range);
  if (number !== undefined) return number;
  const takes = `--${flag} takes a whole number from ${range.least} to ${range.most}, not "${text}".`;
  throw new UserError(`${takes} Type: --${flag} ${example}`);
}

/** As in `1,3,5`: in the order given, each once. */
export function wholeNumbers(given: Given, flag: string, usual: readonly number[], range: Range): number[] {
  const text = given[flag];
  if (typeof text !== 'string') return [...usual];
  const numbers = text.split(',').map((part) => numberIn(part, range));
  const whole = numbers.filter((number) => number !== undefined);
  if (whole.length === numbers.length) return [...new Set(whole)];
  const takes = `--${flag} takes whole numbers from ${range.least} to ${range.most}, not "${text}".`;
  throw new UserError(`${takes} Type: --${flag} ${usual.join(',')}`);
}

/** One of the words that there are; undefined when it is not given. */
export function wordIfGiven<Word extends string>(
  given: Given,
  flag: string,
  words: readonly Word[],
): Word | undefined {
  const text = given[flag];
  if (typeof text !== 'string') return undefined;
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  const listed = words.map((word) => `'${word}'`).join(', ');
  throw new UserError(`--${flag} takes one of ${listed}, not "${text}". Type: --${flag} '${words[0]}'`);
}

function numberIn(text: string, range: Range): number | undefined {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return number >= range.least && number <= range.most ? number : undefined;
}

/** As in `a,b`, each one of the words that there are; any when none are named. */
export function wordsIfGiven(given: Given, flag: string, words?: readonly string[]): string[] | undefined {
  const text = given[flag];
  if (typeof text !== 'string') return undefined;
  const parts = text.split(',');
  const other = parts.find((part) => part === '' || words?.includes(part) === false);
  if (other === undefined) return parts;
  const listed = words === undefined ? '' : ` There are: ${words.join(', ')}.`;
  throw new UserError(
    `--${flag} does not take "${other}".${listed} Type: --${flag} ${words?.[0] ?? 'fenced'}`,
  );
}

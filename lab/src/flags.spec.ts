import { expect, test } from 'vitest';
import { readFlags, wholeNumber, wholeNumbers, wordIfGiven } from './flags.js';

const flags = { buyers: { type: 'string' }, guard: { type: 'boolean' } } as const;
const range = { least: 1, most: 2_000 };

test('what is not given takes the usual value', () => {
  expect(wholeNumber(readFlags([], flags, 'x'), 'buyers', 60, range)).toBe(60);
  expect(wholeNumber(readFlags(['--buyers', '7'], flags, 'x'), 'buyers', 60, range)).toBe(7);
});

test.each(['abc', '0', '2001', '1.5', '', '1e3', '-5'])(
  '--buyers=%s: one sentence and what to type',
  (text) => {
    const given = readFlags([`--buyers=${text}`], flags, 'x');
    expect(() => wholeNumber(given, 'buyers', 60, range)).toThrow(
      `--buyers takes a whole number from 1 to 2000, not "${text}". Type: --buyers 60`,
    );
  },
);

test.each([
  [['--strategie', 'mutex'], "Unknown option '--strategie'. Type: npm run race -- --help"],
  [['mutex'], /^Unexpected argument 'mutex'\. .*Type: npm run race -- --help$/],
  [['--buyers'], /Type: npm run race -- --help$/],
])('%j: one sentence and what to type', (args, message) => {
  expect(() => readFlags(args, flags, 'npm run race -- --help')).toThrow(message);
});

test('a list of numbers: in the order given, each once', () => {
  const given = (text: string) => ({ replicas: text });
  const listed = (text: string): number[] =>
    wholeNumbers(given(text), 'replicas', [1, 3], { least: 1, most: 16 });
  expect(wholeNumbers({}, 'replicas', [1, 3], range)).toEqual([1, 3]);
  expect(listed('5,1,3,5')).toEqual([5, 1, 3]);
  for (const text of ['', '1,', '1;3', '0,1', '17', 'all']) {
    expect(() => listed(text)).toThrow(
      `--replicas takes whole numbers from 1 to 16, not "${text}". Type: --replicas 1,3`,
    );
  }
});

test('one of the words that there are', () => {
  expect(wordIfGiven({}, 'scope', ['seat', 'event'])).toBeUndefined();
  expect(wordIfGiven({ scope: 'event' }, 'scope', ['seat', 'event'])).toBe('event');
  expect(() => wordIfGiven({ scope: 'row' }, 'scope', ['seat', 'event'])).toThrow(
    `--scope takes one of 'seat', 'event', not "row". Type: --scope 'seat'`,
  );
});

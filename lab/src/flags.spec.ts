import { expect, test } from 'vitest';
import { readFlags, wholeNumber } from './flags.js';

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

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { goodSale } from '../test/recorded-sale.js';
import { checkers, registry } from './checkers.js';

const VERDICTS = ['UNSAFE', 'UNAVAILABLE', 'INCONCLUSIVE'] as const;
const PAGE = new URL('../../../docs/history.md', import.meta.url);

/** The table of docs/history.md, as it has to be. */
const table = (): string =>
  [
    '| checker | invariant | finds | verdict |',
    '|---|---|---|---|',
    ...Object.entries(registry).flatMap(([name, { invariants, finds }]) =>
      VERDICTS.filter((verdict) => finds[verdict] !== undefined).map((verdict, index) => {
        const kinds = Object.entries(finds[verdict] ?? {}).map(([kind, says]) => `\`${kind}\`: ${says}`);
        const first = index === 0 ? [`\`${name}\``, invariants.map((one) => `I${one}`).join(', ')] : ['', ''];
        return `| ${[...first, kinds.join(' · '), verdict].join(' | ')} |`;
      }),
    ),
    '',
  ].join('\n');

test('docs/history.md has every checker, what it finds and what that implies', () => {
  const [, written] = /<!-- checkers -->\n(.*?)<!-- \/checkers -->/s.exec(readFileSync(PAGE, 'utf8')) ?? [];
  expect(written).toBe(table());
});

test('every invariant has a checker', () => {
  const judged = new Set(Object.values(registry).flatMap(({ invariants }) => invariants));
  expect([...judged].toSorted((one, other) => one - other)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
});

test('a valid sale is accused of nothing but that it was no race of theirs', () => {
  const findings = Object.values(checkers).flatMap((check) => check(goodSale().evidence()));
  expect(findings).toEqual([]);
});

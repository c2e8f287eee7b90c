import { expect, test } from 'vitest';
import { expectedRuns, mixedRuns, recorded } from '../../test/report-fixtures.js';
import { cellText } from './cell-text.js';
import { matrixMarkdown } from './matrix-markdown.js';
import { matrixText } from './matrix-text.js';

const LINES_MOST = 12;
const WIDTH_MOST = 120;
const bodyOf = (text: string): string[][] =>
  text.split('\n').flatMap((line) => (line.startsWith('  ') ? [line.trim().split(/ {2,}/)] : []));

test('a cell in ten lines or so: verdict, why, story, figures', () => {
  const { cell } = recorded('distributed-paused');
  const lines = cellText(cell).split('\n');
  expect(lines[0]).toBe('  distributed under pause-holder, 3 replicas, guard off: UNSAFE (as expected)');
  expect(lines[1]).toContain('was sold twice');
  expect(lines.filter((line) => line.includes('reads') || line.includes('writes:')).length).toBe(5);
  expect(lines.join('\n')).toMatch(
    /18 operations: \d+ yes, \d+ no, 0 unknown · \d+ hits · sold twice \d+, lost 0/,
  );
  expect(lines.length).toBeLessThanOrEqual(LINES_MOST);
});

test('a cell that differs, and one that nothing healed for', () => {
  const cell = {
    ...recorded('fenced-paused').cell,
    asExpected: false,
    expected: 'UNSAFE' as const,
    strikes: 3,
  };
  const text = cellText({ ...cell, hits: 3, freeAgainMs: 120.4, unknown: 2, recovered: 1 });
  expect(text).toContain('SAFE (expected UNSAFE)');
  expect(text).toContain('2 unknown, 1 of them settled · 3 of 3 strikes hit');
  expect(text.replaceAll(/\n */g, ' ')).toContain('free again 120 ms, first yes after healing never');
});

test('the matrix: a letter for each cell, wrong variants apart, differences marked and told', () => {
  const lines = bodyOf(matrixText(mixedRuns()));
  expect(lines).toContainEqual(['fenced', 'S', 'S', 'U', 'X≠S', '?≠S', '·']);
  expect(lines).toContainEqual(['mutex', 'X', 'X', '·', '·', '·', '·']);
  const order = lines.map(([first = '']) => first);
  expect(order.indexOf('wrong on purpose')).toBe(order.indexOf('fenced-at-write') - 1);
  const text = matrixText(mixedRuns());
  expect(text).toContain('4 strategies in 6 runs: 11 cells, 2 not as expected.');
  expect(text).toContain('fenced, kill-replica, 1 replica: UNSAFE, expected SAFE. UNSAFE & <why>');
  expect(text).toContain('power-cut (a power cut needs root)');
});

test('it fits the terminal, however many faults there are', () => {
  const [one] = expectedRuns();
  const many = Array.from({ length: 40 }, (_, index) => ({ ...one!, fault: `fault-with-a-name-${index}` }));
  const lines = matrixText(many).split('\n');
  expect(lines.filter((line) => line.length > WIDTH_MOST)).toEqual([]);
  expect(lines.join('\n')).toContain(' 40');
});

test('markdown: each UNSAFE links to a line below the table, and every link has its line', () => {
  const text = matrixMarkdown(mixedRuns());
  const [, head, rule, ...rows] = text.split('\n').filter((line) => line !== '');
  expect(head).toBe(
    '| strategy | no fault | pause-holder | redis-majority, guard on | kill-replica, 1 replica | slow-disk | power-cut |',
  );
  expect(rule).toBe('|---|:-:|:-:|:-:|:-:|:-:|:-:|');
  expect(rows[0]).toMatch(/^\| mutex \| \[\*\*UNSAFE\*\*\]\(#unsafe-mutex-none-3\) \|/);
  expect(rows).toContainEqual(
    expect.stringMatching(/^\| fenced \| safe \| safe \| unavail\. \| .*≠ expected SAFE \|/),
  );
  const links = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, id = '']) => id);
  const anchors = [...text.matchAll(/<a id="([^"]+)"><\/a>/g)].map(([, id = '']) => id);
  expect(links.toSorted()).toEqual(anchors.toSorted());
  expect(links.length).toBeGreaterThan(3);
  expect(text).toContain('Not run: power-cut. a power cut needs root');
  expect(text).toContain('UNSAFE & &lt;why>');
});

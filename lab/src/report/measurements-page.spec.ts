import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { measurements } from '../measurements.js';
import type { Results } from '../results-file.js';
import { readResults, resultsPath } from '../results-file.js';
import { measurementSection, measurementsPage } from './measurements-page.js';

const project = fileURLToPath(new URL('../../..', import.meta.url));

test('docs/measurements.md is what the results files say (written by `npm test -- -u`)', async () => {
  const all = Object.keys(measurements).map((name) => readResults(resultsPath(project, name)));
  const page = measurementsPage(all.filter((results) => results !== null));
  await expect(page).toMatchFileSnapshot('../../../docs/measurements.md');
});

const results = (rows: Results['rows']): Results => ({
  ...{
    measurement: 'contested',
    date: '2026-11-21T16:00:00.000Z',
    commit: '0123456789abcdef',
    complete: true,
  },
  machine: { cpu: 'CPU', cpus: 2, memoryGiB: 8, kernel: '6.1', node: '24.0', postgres: '18.4' },
  parameters: { replicas: 3, sales: 2_000 },
  rows,
});
const row = (strategy: string, soldTwice: number, change: object = {}): Results['rows'][number] => ({
  ...{ step: strategy, asExpected: true, strategy, contested: 2_000, soldTwice, others: 0, attempts: 4_000 },
  ...{ events: 2, findings: { 'double-sale': soldTwice }, kept: [], ...change },
});
const cells = (section: string): string[][] =>
  section
    .split('\n')
    .filter((line) => /^\| (?!strategy)/.test(line))
    .map((line) => line.slice(2, -2).split(' | '));

test('a section says what was measured, when, of which commit and on which machine', () => {
  const section = measurementSection(results([row('none', 7), row('conditional', 0)]));
  expect(section).toContain('`npm run measure -- contested`: replicas 3, sales 2000.');
  expect(section).toContain('2026-11-21, commit 0123456789; 2 × CPU, 8 GiB, Linux 6.1, Node.js 24.0,');
  expect(section).not.toContain('Interrupted');
  expect(measurementSection({ ...results([row('none', 7)]), complete: false })).toContain('Interrupted');
});

test('contested: a control that was not caught leaves no verdict', () => {
  const verdicts = (...rows: Results['rows']): string[] =>
    cells(measurementSection(results(rows))).map((line) => `${line[0]} ${line.at(-1)}`);
  expect(verdicts(row('none', 7), row('conditional', 0), row('batched', 1))).toEqual([
    ...['none UNSAFE (the control)', 'conditional SAFE', 'batched UNSAFE'],
  ]);
  expect(verdicts(row('none', 0), row('conditional', 0))).toEqual([
    ...['none INCONCLUSIVE', 'conditional INCONCLUSIVE'],
  ]);
  expect(verdicts(row('conditional', 0))).toEqual(['conditional INCONCLUSIVE']);
  const lost = { asExpected: false, findings: { 'lost-acknowledgement': 2 } };
  expect(verdicts(row('none', 7), row('nowait', 0, lost))[1]).toBe('nowait not as expected');
});

test('rows of another shape are refused', () => {
  expect(() => measurementSection(results([{ step: 's', asExpected: true }]))).toThrow('strategy');
});

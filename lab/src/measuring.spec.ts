import { expect, test } from 'vitest';
import { FakeSale } from '../test/fake-sale.js';
import { Api } from './api.js';
import { beginResults, measureRest } from './measuring.js';
import type { Step } from './measurements/measurement.js';
import type { Results } from './results-file.js';

// real: the order of things, what is written and when. fake: the steps, which measure nothing.
const lab = {
  ...{ home: '', api: new Api(''), replicas: [], sales: new FakeSale(), commit: null },
  patience: { attemptsMost: 1, totalMsMost: 1, pauseMs: { first: 1, most: 1 } },
};
const machine = { cpu: 'c', cpus: 2, memoryGiB: 8, kernel: 'k', node: 'n', postgres: 'p' };
const conditions = { measurement: 'm', commit: 'abc', machine };
const definition = { parameters: { replicas: 3 }, usual: { rounds: 5, sales: 0 } };
const size = { rounds: 2, sales: 0 };
const begin = (before: Results | null = null, change: Partial<typeof conditions> = {}): Results =>
  beginResults({ ...conditions, ...change }, definition, size, before);

/** Measures the steps of these names; the one that is called "broken" throws. */
async function measured(results: Results, names: string[]): Promise<{ asked: string[]; written: Results[] }> {
  const asked: string[] = [];
  const written: Results[] = [];
  const steps = names.map((name): Step<{ asExpected: boolean }> => ({
    name,
    replicas: 3,
    async measure() {
      if (name === 'broken') throw new Error('interrupted');
      asked.push(name);
      return { asExpected: true };
    },
  }));
  const silent = { doing: () => {}, done: () => {}, end: () => {} };
  const keep = (one: Results): void => void written.push(structuredClone(one));
  await measureRest(results, steps, async () => lab, silent, keep).catch(() => undefined);
  return { asked, written };
}
const stepsOf = (results: Results | undefined): unknown[] => (results?.rows ?? []).map((row) => row['step']);

test('written after each step, complete at the end', async () => {
  const { written } = await measured(begin(), ['one', 'two']);
  expect(written.map(stepsOf)).toEqual([['one'], ['one', 'two'], ['one', 'two']]);
  expect(written.map((one) => one.complete)).toEqual([false, false, true]);
  expect(written[0]?.parameters).toEqual({ replicas: 3, rounds: 2 });
});

test('interrupted: goes on with what is missing', async () => {
  const { written } = await measured(begin(), ['one', 'broken', 'two']);
  expect(written.map(stepsOf)).toEqual([['one']]);
  const rest = await measured(begin(written[0]), ['one', 'two']);
  expect(rest.asked).toEqual(['two']);
  expect(stepsOf(rest.written.at(-1))).toEqual(['one', 'two']);
});

test('of another commit, machine or size: from the beginning', async () => {
  const { written } = await measured(begin(), ['one']);
  const before = written[0] ?? null;
  expect(stepsOf(begin(before))).toEqual(['one']);
  expect(stepsOf(begin(before, { commit: 'def' }))).toEqual([]);
  expect(stepsOf(begin(before, { machine: { ...machine, cpus: 4 } }))).toEqual([]);
  expect(stepsOf(beginResults(conditions, definition, { rounds: 3, sales: 0 }, before))).toEqual([]);
});

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Mischief } from '../../test/fake-sale.js';
import { FakeSale, problem } from '../../test/fake-sale.js';
import { strategyView } from '../../test/strategy-view.js';
import type { Operation } from '#checkers';
import { operationsOf } from '../history/operations.js';
import { HistoryRecorder } from '../history/recorder.js';
import type { WantedRun } from '../run-parameters.js';
import { runParameters } from '../run-parameters.js';
import { sellAll } from './load.js';

// real: driver, HTTP, history file. fake: the API, which sells from memory.
const patience = { attemptsMost: 5, totalMsMost: 2_000, pauseMs: { first: 1, most: 4 } };
const fakes: FakeSale[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const fake of fakes.splice(0)) fake.stop();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function load(mischief: Mischief, demand: WantedRun = { buyers: 1 }, seats = ['A1']) {
  const fake = new FakeSale({ mischief });
  fakes.push(fake);
  const api = await fake.start();
  const folder = await mkdtemp(join(tmpdir(), 'lastseat-lab-'));
  folders.push(folder);
  const path = join(folder, 'history.jsonl');
  const parameters = runParameters(strategyView('s', 'strict'), 1, { ...demand, seats: seats.length });
  const recorder = new HistoryRecorder(path, {
    ...{
      kind: 'run',
      format: 'lastseat-history/1',
      run: 'r',
      startedAt: '',
      eventId: 'e1',
      policyVersion: 1,
    },
    ...{ commit: null, parameters },
  });
  const rehearsal = { eventId: 'rehearsal', seats: seats.map(() => 'R1') };
  await sellAll(
    { rehearsal, api, eventId: 'e1', seats, demand: parameters, patience },
    recorder,
    async () => {},
  );
  recorder.close();
  const operations = operationsOf(recorder.lines);
  return { fake, operations, kinds: operations.map(kindsOf), path, lines: recorder.lines };
}

const kindsOf = (operation: Operation): string[] => operation.answers.map((one) => `${one.kind} ${one.code}`);
const firstTime =
  (trick: ReturnType<Mischief>): Mischief =>
  ({ attempt }) =>
    attempt === 1 ? trick : undefined;

test('buyers of one seat leave next to each other, and each has a key of its own', async () => {
  const { fake, operations } = await load(() => undefined, { buyers: 6 }, ['A1', 'A2']);
  expect(fake.asked.map((one) => one.seat)).toEqual(['A1', 'A1', 'A1', 'A2', 'A2', 'A2']);
  expect(new Set(fake.asked.map((one) => one.key)).size).toBe(6);
  expect(new Set(fake.asked.map((one) => one.customer)).size).toBe(6);
  expect(operations.map((one) => one.outcome).toSorted()).toEqual([
    'fail',
    'fail',
    'fail',
    'fail',
    'ok',
    'ok',
  ]);
});

test.each([
  ['contended', { answer: 409, body: problem(409, 'seat-contended', true) }, 'retry seat-contended'],
  ['full', { answer: 503, body: problem(503, 'unavailable', true) }, 'retry unavailable'],
  [
    'lost answer',
    { answer: 504, body: problem(504, 'deadline', 'unknown'), decideFirst: true },
    'unknown deadline',
  ],
  ['reset', { reset: 'before-deciding' }, 'unknown idle-connection-closed'],
  ['reset after the sale', { reset: 'after-deciding' }, 'unknown idle-connection-closed'],
] as const)('%s: repeated with the same key until it is settled', async (_, trick, first) => {
  const { fake, kinds, operations } = await load(firstTime(trick));
  expect(kinds).toEqual([[first, 'ok booked']]);
  expect(operations[0]).toMatchObject({ outcome: 'ok', attempts: 2 });
  expect(new Set(fake.asked.map((one) => one.key)).size).toBe(1);
  expect(fake.records.claimSeats).toHaveLength(1);
});

test('a final no is not repeated', async () => {
  const { kinds } = await load(() => ({ answer: 422, body: problem(422, 'rule', false) }));
  expect(kinds).toEqual([['fail rule']]);
});

test('retries are bounded; a budget spent on definite answers is a no', async () => {
  const { fake, operations } = await load(() => ({
    answer: 409,
    body: problem(409, 'seat-contended', true),
  }));
  expect(fake.asked).toHaveLength(patience.attemptsMost);
  expect(operations[0]).toMatchObject({ outcome: 'fail', attempts: patience.attemptsMost });
});

test('a lost answer is not settled by a later "try again"', async () => {
  const busy = { answer: 409, body: problem(409, 'request-in-progress', true) };
  const { operations } = await load(({ attempt }) => (attempt === 1 ? { reset: 'after-deciding' } : busy));
  expect(operations[0]).toMatchObject({ outcome: 'unknown', completedAtUs: Number.POSITIVE_INFINITY });
});

test('the history file has the header and every line, in order', async () => {
  const { path, lines } = await load(firstTime({ reset: 'before-deciding' }), { buyers: 2 });
  const written = (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(written[0]).toMatchObject({
    kind: 'run',
    format: 'lastseat-history/1',
    parameters: { buyers: 2, seed: 1 },
  });
  expect(written.slice(1)).toEqual(lines);
  expect(lines.map((line) => line.atUs)).toEqual(lines.map((line) => line.atUs).toSorted((a, b) => a - b));
});

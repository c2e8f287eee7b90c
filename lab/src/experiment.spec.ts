import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StrategyView } from '#contracts';
import { afterEach, expect, test } from 'vitest';
import { FakeSale, problem } from '../test/fake-sale.js';
import { Api } from './api.js';
import { runExperiment } from './experiment.js';
import type { RunResult } from './result.js';

// real: everything of the lab. fake: the API and its rows, which live in memory.
const patience = { attemptsMost: 5, totalMsMost: 2_000, pauseMs: { first: 1, most: 4 } };
const fakes: FakeSale[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const fake of fakes.splice(0)) fake.stop();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

const strategy = (key: string, guarantee: StrategyView['guarantee']): StrategyView => ({
  ...{
    key,
    guarantee,
    mechanism: `${key} does what it does`,
    isolations: ['read committed'],
    lockScopes: ['seat'],
    labOnly: false,
  },
});

async function run(
  options: ConstructorParameters<typeof FakeSale>[0],
  sold: StrategyView,
  replicas = 1,
): Promise<{ result: RunResult; home: string }> {
  const fake = new FakeSale(options);
  fakes.push(fake);
  const home = await mkdtemp(join(tmpdir(), 'lastseat-lab-'));
  folders.push(home);
  const lab = { home, api: new Api(await fake.start()), sales: fake, commit: null, patience };
  const parameters = {
    strategy: sold.key,
    guard: false,
    replicas,
    buyers: 60,
    seats: 20,
    workMs: 50,
    seed: 1,
  };
  return { home, result: await runExperiment(lab, sold, parameters) };
}

test('a sale that reads, waits and writes is caught, with the story of the first seat', async () => {
  const { result, home } = await run({ strategy: 'none', replicas: 3 }, strategy('none', 'none'), 3);
  expect(result).toMatchObject({ verdict: 'UNSAFE', asExpected: true, booked: 20, inventory: 'agrees' });
  expect(result.soldTwice + result.booked + result.refused).toBe(60);
  expect(result.soldTwice).toBeGreaterThan(0);
  expect(result.story?.steps.map((step) => step.does.slice(0, 6))).toEqual([
    'reads ',
    'reads ',
    'writes',
    'writes',
  ]);
  expect(result.story?.steps.map((step) => step.answered)).toEqual(['', '', 'answered 201', 'answered 201']);
  const [name] = await readdir(join(home, 'runs'));
  const stored: unknown = JSON.parse(await readFile(join(home, 'runs', name ?? '', 'result.json'), 'utf8'));
  expect(stored).toEqual(result);
});

test('a sale that decides at once is safe', async () => {
  const { result } = await run({ replicas: 3 }, strategy('strict', 'strict'), 3);
  expect(result.reasons).toEqual([]);
  expect(result).toMatchObject({
    verdict: 'SAFE',
    booked: 20,
    refused: 40,
    soldTwice: 0,
    attempts: 60,
    story: null,
  });
});

test('fewer replicas than claimed: no verdict', async () => {
  const { result } = await run({ replicas: 2 }, strategy('strict', 'strict'), 3);
  expect(result).toMatchObject({ verdict: 'INCONCLUSIVE', asExpected: false });
});

test('a seat whose claims are all refused as unavailable', async () => {
  const unavailable = { answer: 503, body: problem(503, 'unavailable', true) };
  const { result } = await run(
    { mischief: ({ seat }) => (seat === 'A7' ? unavailable : undefined) },
    strategy('strict', 'strict'),
  );
  expect(result.verdict).toBe('UNAVAILABLE');
  expect(result.reasons).toEqual(['A7 stayed unsold although 3 wanted it: unavailable.']);
});

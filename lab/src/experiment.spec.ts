import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StrategyView } from '#contracts';
import { afterEach, expect, test } from 'vitest';
import { FakeSale, problem } from '../test/fake-sale.js';
import { strategyView } from '../test/strategy-view.js';
import { Api } from './api.js';
import { runExperiment } from './experiment.js';
import { Replica } from './replica.js';
import type { RunResult } from './result.js';
import type { WantedRun } from './run-parameters.js';
import { runParameters } from './run-parameters.js';

// real: everything of the lab. fake: the API and its rows, which live in memory.
const patience = { attemptsMost: 5, totalMsMost: 2_000, pauseMs: { first: 1, most: 4 } };
const fakes: FakeSale[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const fake of fakes.splice(0)) fake.stop();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function run(
  options: ConstructorParameters<typeof FakeSale>[0],
  sold: StrategyView,
  replicas = 1,
  wanted: WantedRun = {},
): Promise<{ result: RunResult; home: string; fake: FakeSale }> {
  const fake = new FakeSale(options);
  fakes.push(fake);
  const home = await mkdtemp(join(tmpdir(), 'lastseat-lab-'));
  folders.push(home);
  const url = await fake.start();
  const stands = Array.from({ length: replicas }, () => new Replica(url));
  const lab = { home, api: new Api(url), replicas: stands, sales: fake, commit: null, patience };
  return { fake, home, result: await runExperiment(lab, sold, runParameters(sold, replicas, wanted)) };
}

test('a sale that reads, waits and writes is caught, with the story of the first seat', async () => {
  const { result, home } = await run({ strategy: 'none', replicas: 3 }, strategyView('none', 'none'), 3);
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
  const { result } = await run({ replicas: 3 }, strategyView('strict', 'strict'), 3);
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
  const { result } = await run({ replicas: 2 }, strategyView('strict', 'strict'), 3);
  expect(result).toMatchObject({ verdict: 'INCONCLUSIVE', asExpected: false });
});

test('a seat whose claims are all refused as unavailable', async () => {
  const unavailable = { answer: 503, body: problem(503, 'unavailable', true) };
  const { result } = await run(
    { mischief: ({ seat }) => (seat === 'A7' ? unavailable : undefined) },
    strategyView('strict', 'strict'),
  );
  expect(result.verdict).toBe('UNAVAILABLE');
  expect(result.reasons).toEqual(['A7 stayed unsold although 3 wanted it: unavailable.']);
});

const FAULT = { fault: 'pause-holder' } as const;

test('a fault: armed in every replica with twice the lease, and taken back', async () => {
  const { result, fake } = await run({ hits: 3 }, strategyView('strict', 'strict'), 1, FAULT);
  expect(fake.armed).toEqual([{ eventId: 'e1', step: 'at-work', pauseMs: 600, timesPerSeat: 2 }]);
  expect(fake.disarmed).toEqual(['e1']);
  expect(result).toMatchObject({ verdict: 'SAFE', asExpected: true, fault: 'pause-holder', faultHits: 3 });
});

test('a fault that hit nothing: no verdict', async () => {
  const { result } = await run({ hits: 0 }, strategyView('strict', 'strict'), 1, FAULT);
  expect(result).toMatchObject({ verdict: 'INCONCLUSIVE', asExpected: false, faultHits: 0 });
  expect(result.reasons).toEqual(['The fault pause-holder was asked for, but hit nothing.']);
});

test('baskets: all or none, and what stays free between sold ones is no fault', async () => {
  const { result, fake } = await run({}, strategyView('strict', 'strict'), 1, { basket: 3 });
  expect(result.reasons).toEqual([]);
  expect(result.verdict).toBe('SAFE');
  expect(result.booked).toBe(result.sold * 3);
  expect(fake.asked.every((one) => one.seats.length === 3)).toBe(true);
});

test('any two: nobody names a seat, and the hall sells out', async () => {
  const { result } = await run({}, strategyView('strict', 'strict'), 1, { any: true, basket: 2 });
  expect(result.reasons).toEqual([]);
  expect(result).toMatchObject({ verdict: 'SAFE', sold: 10, booked: 20, refused: 50 });
});

test('any two of a hall with room for all: a refusal is not true', async () => {
  const soldOut = { answer: 409, body: problem(409, 'sold-out', false) };
  let refused = 0;
  const { result } = await run(
    { seats: 240, mischief: () => (refused++ === 0 ? soldOut : undefined) },
    strategyView('strict', 'strict'),
    1,
    { any: true, basket: 2, seats: 240 },
  );
  expect(result).toMatchObject({ verdict: 'UNAVAILABLE', sold: 59 });
  expect(result.reasons[0]).toMatch(/got no 2 seats \(sold-out\); Stalls has 122 free\.$/);
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { FakeSale } from '../../test/fake-sale.js';
import { strategyView } from '../../test/strategy-view.js';
import { Api } from '../api.js';
import { recordRun } from '../experiment.js';
import { contestedSales } from '../measurements/contested.js';
import { Replica } from '../replica.js';
import { runParameters } from '../run-parameters.js';
import { closePairs, contestAll, openPairs } from './contest.js';

// real: driver, HTTP, history, checkers. fake: the API, which sells from memory.
const patience = { attemptsMost: 5, totalMsMost: 2_000, pauseMs: { first: 1, most: 4 } };
const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

test.each([
  ['strict', 'SAFE', 0],
  ['none', 'UNSAFE', 20],
] as const)('%s: every seat is wanted by two at once, over few connections', async (key, verdict, twice) => {
  const fake = new FakeSale({ strategy: key });
  const url = await fake.start();
  const home = await mkdtemp(join(tmpdir(), 'lastseat-lab-'));
  const pairs = openPairs(url, 3);
  endings.push(
    () => fake.stop(),
    () => rm(home, { recursive: true }),
    () => closePairs(pairs),
  );
  const lab = { home, api: new Api(url), replicas: [new Replica(url)], sales: fake, commit: null, patience };
  const strategy = strategyView(key, key);
  const parameters = runParameters(strategy, 1, { buyers: 40 });
  const { result, evidence } = await recordRun(lab, strategy, parameters, (sale, recorder) =>
    contestAll(pairs, sale, patience, recorder),
  );
  expect(result).toMatchObject({ verdict, booked: 20, soldTwice: twice, attempts: 40 });
  expect(contestedSales(evidence)).toBe(20);
  expect(new Set(fake.asked.map((one) => one.customer)).size).toBe(6);
});

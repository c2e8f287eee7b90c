import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { faultsIn, readResults } from '../bench/src/results/results.ts';
import { STRATEGIES } from '../services/booking/src/claims/claims.module.ts';
import { benchmarkPlots, benchmarksPage, readmeWithBenchmarks, scalingPage } from './benchmarks-page.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

describe('the benchmarks that are committed', () => {
  it('are on their page (written by `npm test -- -u`)', async () => {
    await expect(benchmarksPage()).toMatchFileSnapshot('../docs/benchmarks.md');
  });

  it('are what scaling is computed from', async () => {
    await expect(scalingPage()).toMatchFileSnapshot('../docs/scaling.md');
  });

  it('are in its pictures', async () => {
    for (const [name, picture] of Object.entries(benchmarkPlots())) {
      await expect(picture).toMatchFileSnapshot(`../bench/results/${name}`);
    }
  });

  it('are in the README, in short', async () => {
    await expect(readmeWithBenchmarks()).toMatchFileSnapshot('../README.md');
  });

  it('are of strategies that there are, and every sale was as it was told', () => {
    const keys = new Set(STRATEGIES.map(({ key }) => key));
    for (const results of readResults(ROOT)) {
      expect(keys).toContain(results.strategy);
      expect(faultsIn(results)).toEqual([]);
    }
  });
});

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { FAULT_NAMES } from '../lab/src/faults.ts';
import { readDeep } from '../lab/src/matrix/deep.ts';
import { EXCEPTIONS, expectedIn } from '../lab/src/matrix/expected.ts';
import { LIFE_STRATEGY, isLife } from '../lab/src/matrix/life/life-row.ts';
import { STRATEGIES } from '../services/booking/src/claims/claims.module.ts';
import { committedRuns, matrixInShort, matrixPage } from './matrix-page.ts';

const page = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), 'utf8');

describe('the matrix that is committed', () => {
  it('is on its page (written by `npm test -- -u`)', async () => {
    await expect(matrixPage()).toMatchFileSnapshot('../docs/matrix.md');
  });

  it('is in the README, in short', () => {
    const [, table] = /<!-- matrix -->\n(.*?)<!-- \/matrix -->/s.exec(page('README.md')) ?? [];
    expect(table).toBe(matrixInShort());
  });

  it('has every strategy of the registry in every run, and each verdict is the one expected today', () => {
    const keys = STRATEGIES.map(({ key }) => key).toSorted();
    for (const run of committedRuns().filter(({ skipped }) => skipped === null)) {
      const strategies = run.cells.map(({ strategy }) => strategy).filter((key) => !isLife({ key }));
      expect(strategies.toSorted()).toEqual(keys);
      const fault = FAULT_NAMES.find((name) => name === run.fault) ?? null;
      for (const cell of run.cells) {
        const key = isLife({ key: cell.strategy }) ? LIFE_STRATEGY : cell.strategy;
        const strategy = STRATEGIES.find((one) => one.key === key)!;
        const expected = expectedIn(fault, strategy, run);
        expect(`${cell.strategy} under ${run.fault}: ${cell.verdict}`).toBe(
          `${cell.strategy} under ${run.fault}: ${expected}`,
        );
      }
    }
  });

  it('has hit every strategy that it calls safe, and a story for each seat sold twice', () => {
    const cells = committedRuns().flatMap((run) => run.cells);
    const safe = cells.filter(({ verdict, fault }) => fault !== 'none' && verdict === 'SAFE');
    expect(safe.filter(({ hits }) => hits === 0)).toEqual([]);
    expect(cells.filter(({ verdict, story }) => verdict === 'UNSAFE' && story === null)).toEqual([]);
    expect(cells.filter(({ story }) => (story?.steps.length ?? 0) > 10)).toEqual([]);
  });

  it('has hit each strict strategy a thousand times in the deep run, which sold nothing twice and lost no yes', () => {
    const { runs } = readDeep(fileURLToPath(new URL('..', import.meta.url)));
    const strict = STRATEGIES.filter(({ guarantee, labOnly }) => guarantee === 'strict' && !labOnly);
    expect(runs.map(({ fault }) => fault)).toEqual(FAULT_NAMES);
    for (const { key } of strict) {
      const cells = runs.flatMap((run) => run.cells.filter(({ strategy }) => strategy === key));
      const sum = (field: 'hits' | 'soldTwice' | 'lost'): number =>
        cells.reduce((total, cell) => total + cell[field], 0);
      expect(sum('hits')).toBeGreaterThanOrEqual(1_000);
      expect([key, sum('soldTwice'), sum('lost')]).toEqual([key, 0, 0]);
      const wrong = new Set(['UNSAFE', 'INCONCLUSIVE']);
      expect(cells.filter(({ verdict }) => wrong.has(verdict))).toEqual([]);
    }
    expect(runs.find(({ fault }) => fault === 'power-cut')?.strikes).toBeGreaterThanOrEqual(50);
  });

  it('makes an exception only where the guarantee alone says something else', () => {
    for (const { strategy, fault } of EXCEPTIONS) {
      const { guarantee } = STRATEGIES.find(({ key }) => key === strategy)!;
      const place = { replicas: 3, guard: false };
      const usual = expectedIn(fault, { key: 'any other', guarantee }, place);
      expect(expectedIn(fault, { key: strategy, guarantee }, place)).not.toBe(usual);
    }
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { strategyLike } from '../../../../tools/tree-copy.ts';
import type { StrategyClass } from '../../src/claims/claim-strategy.ts';
import { MUTANTS, type Mutant } from '../support/mutants.ts';
import { Lanes } from './lanes.ts';

vi.mock(import('#deadlines'), async (original) => {
  const { unhurried } = await import('./unhurried.ts');
  return unhurried(await original());
});

const EXPLORED_MS = 300_000;
/** Ignored by git, and inside the repository, where the imports of a strategy are found. */
const STATE = fileURLToPath(new URL('../../../../.lastseat', import.meta.url));
const SOURCE = '../../services/booking/src';

let folder: string;
let lanes: Lanes;
beforeAll(async () => {
  mkdirSync(STATE, { recursive: true });
  folder = mkdtempSync(join(STATE, 'mutants-'));
  lanes = await Lanes.open();
});
afterAll(async () => {
  await lanes.close();
  rmSync(folder, { recursive: true });
});

/** The changed strategy in this process, beside the original one: what it imports is the same. */
async function made({ of, without, edits }: Mutant): Promise<StrategyClass> {
  const key = `${of}-without-${without}`;
  const { className, text } = strategyLike(of, key, edits);
  const path = join(folder, `${key}.claim.ts`);
  writeFileSync(path, text.replaceAll(`'../`, `'${SOURCE}/`).replaceAll(`'./`, `'${SOURCE}/claims/`));
  const module: Record<string, StrategyClass> = await import(path);
  const found = module[className];
  if (found === undefined) throw new Error(`${path} has no ${className}`);
  return found;
}

/** What the checkers call it. */
const FOUND: Readonly<Record<string, string>> = { 'sold-twice': 'double-sale', torn: 'partial-claim' };

it.each(MUTANTS)(
  '$of without its $without is caught as $caughtAs',
  async (mutant) => {
    const strategy = await made(mutant);
    await lanes.add(strategy);
    const [isolation = 'read committed'] = strategy.isolations ?? [];
    const [lockScope = 'seat'] = strategy.lockScopes ?? [];
    const results = await lanes.explore({
      key: strategy.key,
      made: strategy,
      policy: { isolation, lockScope },
    });
    const wrong = results.flatMap((one) => [...one.soldTwice, ...one.otherwiseWrong]);
    const kinds = wrong.flatMap(({ findings }) => findings.map(({ kind }): string => kind));
    expect(kinds).toContain(FOUND[mutant.caughtAs]);
  },
  EXPLORED_MS,
);

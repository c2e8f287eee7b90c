import { describe, expect, it } from 'vitest';
import type { StepName } from '../../ledger/claim.js';
import { stepsWithWork } from './step.js';

const WORK_MS = 20;

/** At which of the passed steps time went by. */
async function worksAt(names: StepName[], workMs = WORK_MS): Promise<StepName[]> {
  const step = stepsWithWork(workMs);
  const worked: StepName[] = [];
  for (const name of names) {
    const before = performance.now();
    await step(name);
    if (performance.now() - before >= WORK_MS - 2) worked.push(name);
  }
  return worked;
}

describe('simulated work', () => {
  it('happens after the read', async () => {
    const steps: StepName[] = ['after-lock', 'after-read', 'before-write', 'before-commit', 'after-commit'];
    expect(await worksAt(steps)).toEqual(['after-read']);
  });

  it('happens again with every read of a strategy that tries again', async () => {
    expect(await worksAt(['after-read', 'before-write', 'after-read'])).toEqual(['after-read', 'after-read']);
  });

  it('happens before COMMIT where one statement reads and decides', async () => {
    expect(await worksAt(['before-write', 'before-commit', 'after-commit'])).toEqual(['before-commit']);
  });

  it('is nothing at 0 ms', async () => {
    expect(await worksAt(['after-read', 'before-commit'], 0)).toEqual([]);
  });
});

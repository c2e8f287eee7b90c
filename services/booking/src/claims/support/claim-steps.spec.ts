import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY, type Failpoint } from '#contracts';
import { Failpoints } from '#failpoints';
import type { StepName } from '../../ledger/claim.js';
import { ClaimSteps } from './claim-steps.js';
import { ClaimTraces } from './claim-traces.js';

const WORK_MS = 20;
const ALL: StepName[] = ['after-lock', 'after-read', 'before-write', 'before-commit', 'after-commit'];
const CLAIM = { claimId: 'claim-1', eventId: '1', customerId: 'customer-1', seatIds: [1] };
const POINT: Failpoint = { eventId: '1', step: 'at-work', does: 'delay', pauseMs: WORK_MS, timesPerSeat: 1 };

/** At which of the passed steps time went by. */
async function pausesAt(
  names: StepName[],
  workMs: number,
  failpoints = new Failpoints('lab'),
): Promise<StepName[]> {
  const step = new ClaimSteps(failpoints, new ClaimTraces({ profile: 'production' })).of({
    ...CLAIM,
    policy: { ...DEFAULT_POLICY, workMs },
  });
  const paused: StepName[] = [];
  for (const name of names) {
    const before = performance.now();
    await step(name);
    if (performance.now() - before >= WORK_MS - 2) paused.push(name);
  }
  return paused;
}

describe('simulated work', () => {
  it.each<[string, StepName[], StepName[]]>([
    ['happens after the read', ALL, ['after-read']],
    ['happens again with every read', ['after-read', 'after-read'], ['after-read', 'after-read']],
    [
      'happens before COMMIT where one statement decides',
      ['before-write', 'before-commit'],
      ['before-commit'],
    ],
  ])('%s', async (_, names, paused) => {
    expect(await pausesAt(names, WORK_MS)).toEqual(paused);
  });

  it('is nothing at 0 ms', async () => {
    expect(await pausesAt(ALL, 0)).toEqual([]);
  });
});

describe('a failpoint', () => {
  it.each<[Failpoint['step'], StepName[], StepName[]]>([
    ['before-write', ALL, ['before-write']],
    ['at-work', ALL, ['after-read']],
    ['at-work', ['before-write', 'before-commit'], ['before-commit']],
  ])('at %s pauses a claim that passes it', async (step, names, paused) => {
    const failpoints = new Failpoints('lab');
    failpoints.arm({ ...POINT, step });
    expect(await pausesAt(names, 0, failpoints)).toEqual(paused);
    expect(failpoints.list('1')).toMatchObject([{ step, hits: 1 }]);
  });

  it('hits so many claims of the same seats, and none of another event', async () => {
    const failpoints = new Failpoints('lab');
    failpoints.arm({ ...POINT, timesPerSeat: 2 });
    failpoints.arm({ ...POINT, eventId: '2' });
    const three = [await pausesAt(ALL, 0, failpoints), await pausesAt(ALL, 0, failpoints)];
    three.push(await pausesAt(ALL, 0, failpoints));
    expect(three).toEqual([['after-read'], ['after-read'], []]);
    expect(failpoints.list('2')).toMatchObject([{ hits: 0 }]);
    failpoints.disarm('1');
    expect(failpoints.list('1')).toEqual([]);
  });
});

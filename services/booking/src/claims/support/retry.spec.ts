import { expect, it } from 'vitest';
import { CONTENDED, type ClaimOutcome, unavailable } from '../claim-strategy.js';
import { retry } from './retry.js';

const LIMITS = { tries: 3, firstDelayMs: 1 };
const answers = (...outcomes: ClaimOutcome[]) => {
  let asked = 0;
  const attempt = (): Promise<ClaimOutcome> => Promise.resolve(outcomes[asked++] ?? CONTENDED);
  return { attempt, asked: () => asked };
};

it('tries again while it is contended, and no more often than it may', async () => {
  const { attempt, asked } = answers();
  expect([await retry(LIMITS, attempt, CONTENDED), asked()]).toEqual([CONTENDED, 3]);
});

it('takes the first other answer', async () => {
  const away = unavailable('no-quorum');
  const { attempt, asked } = answers(CONTENDED, away);
  expect([await retry(LIMITS, attempt, CONTENDED), asked()]).toEqual([away, 2]);
});

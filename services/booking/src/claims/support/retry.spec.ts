import { expect, it } from 'vitest';
import { DEFAULT_POLICY } from '#contracts';
import { CONTENDED, type ClaimOutcome, type ClaimRequest, unavailable } from '../claim-strategy.js';
import { retry } from './retry.js';

const LIMITS = { tries: 3, firstDelayMs: 1 };
const REQUEST = { policy: DEFAULT_POLICY } as ClaimRequest;
const sqlError = (code: string): Error => Object.assign(new Error(code), { code });

const answers = (...outcomes: (ClaimOutcome | Error)[]) => {
  let asked = 0;
  const attempt = (): Promise<ClaimOutcome> => {
    const outcome = outcomes[asked++] ?? CONTENDED;
    return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
  };
  return { attempt, asked: () => asked };
};

it('tries again while it is contended, and no more often than it may', async () => {
  const { attempt, asked } = answers();
  expect([await retry(REQUEST, LIMITS, attempt), asked()]).toEqual([CONTENDED, 3]);
});

it('takes the first other answer', async () => {
  const away = unavailable('no-quorum');
  const { attempt, asked } = answers(CONTENDED, away);
  expect([await retry(REQUEST, LIMITS, attempt), asked()]).toEqual([away, 2]);
});

it.each(['40001', '40P01'])('tries again what PostgreSQL undid with %s', async (code) => {
  const away = unavailable('no-quorum');
  const { attempt, asked } = answers(sqlError(code), sqlError(code), away);
  expect([await retry(REQUEST, LIMITS, attempt), asked()]).toEqual([away, 3]);
  const always = answers(...Array.from({ length: 9 }, () => sqlError(code)));
  expect([await retry(REQUEST, LIMITS, always.attempt), always.asked()]).toEqual([CONTENDED, 3]);
});

it.each(['55P03', '23505'])('does not try again after %s', async (code) => {
  const { attempt, asked } = answers(sqlError(code));
  await expect(retry(REQUEST, LIMITS, attempt)).rejects.toThrow(code);
  expect(asked()).toBe(1);
});

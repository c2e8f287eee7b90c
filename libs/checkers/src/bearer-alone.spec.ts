import { expect, test } from 'vitest';
import { hold, lifeOf, said } from '../test/life.js';
import { bearerAlone } from './bearer-alone.js';

const meddled = (change: object) =>
  bearerAlone(
    lifeOf(hold('held'), [
      said('confirm', null, [0, 9], { bearer: false, customer: 'customer-2', ...change }),
    ]),
  );

test('there is no such claim for who does not have its token', () => {
  expect(meddled({ outcome: 'fail', code: 'claim-unknown' })).toEqual([]);
  expect(meddled({ outcome: 'unknown', code: 'timeout' })).toEqual([]);
  expect(meddled({ outcome: 'retry', code: 'database-unavailable' })).toEqual([]);
});

test('a yes to him is unsafe, and so is a no that tells that there is one', () => {
  expect(meddled({ outcome: 'ok', code: 'booked', status: 'booked' })).toMatchObject([
    {
      ...{ kind: 'not-the-bearer', implies: 'UNSAFE', seat: 'A1' },
      text: 'customer-2 asked to confirm A1 of customer-1 without his token, and was told yes (now booked).',
    },
  ]);
  expect(meddled({ outcome: 'fail', code: 'hold-expired' })).toMatchObject([{ kind: 'not-the-bearer' }]);
});

test.each([
  ['booked', 'confirm'],
  ['booked', 'pay'],
  ['released', 'give-back'],
  ['cancelled', 'give-back'],
] as const)('%s has a cause: %s', (status, does) => {
  expect(bearerAlone(lifeOf(hold(status), [said(does, null, [0, 9])]))).toEqual([]);
  const asked = bearerAlone(lifeOf(hold(status), [said('read', 'held', [0, 9])]));
  expect(asked).toMatchObject([{ kind: 'unasked-change', implies: 'UNSAFE', claims: ['claim-1'] }]);
});

test('a claim that is booked at once needs nobody to confirm it', () => {
  expect(bearerAlone(lifeOf(hold('booked', null), []))).toEqual([]);
});

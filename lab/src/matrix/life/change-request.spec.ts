import { expect, test } from 'vitest';
import { told } from './change-request.js';

const problem = (code: string, retryable: boolean | 'unknown'): object => ({
  ...{ type: 'x', title: 'x', status: 409, code, detail: 'x', retryable },
});

test.each([
  [409, problem('hold-expired', false), 'fail', 'hold-expired'],
  [404, problem('claim-unknown', false), 'fail', 'claim-unknown'],
  [503, problem('database-unavailable', true), 'retry', 'database-unavailable'],
  [503, problem('deadline-exceeded', 'unknown'), 'unknown', 'deadline-exceeded'],
  [502, null, 'unknown', 'http-502'],
  [500, null, 'unknown', 'http-500'],
  [303, null, 'ok', 'ok'],
] as const)('%i %o is %s', (status, body, outcome, code) => {
  expect(told(status, body, 'booking-1')).toEqual({
    ...{ outcome, code, status: null, expiresAtUs: null, answeredBy: 'booking-1' },
  });
});

test('a claim is told with its status and the end of its hold, in µs', () => {
  const claim = {
    ...{ claimId: '1f4bfbb4-0b51-4bd4-8f08-7c9f4c0f3e0a', eventId: 'e', customerId: 'c', status: 'held' },
    ...{ expiresAt: '2026-11-22T01:00:00.250Z', now: '2026-11-22T01:00:00.000Z', mayExtend: true, amount: 0 },
    ...{ seats: [], payment: null, strategy: 'conditional', policyVersion: 1, replica: 'booking-1' },
  };
  const { outcome, code, status, expiresAtUs } = told(200, claim, null);
  expect([outcome, code, status]).toEqual(['ok', 'held', 'held']);
  expect(expiresAtUs).toBe(Date.parse(claim.expiresAt) * 1_000);
});

import { expect, test } from 'vitest';
import { classify } from '../../lab/src/driver/classify.js';
import { meaningOf } from './answer.js';

const CLAIM = {
  ...{ claimId: '9b2f7f7a-3f0e-4c3e-9d0b-1f1f1f1f1f1f', claimToken: 't', eventId: 'e1', customerId: 'c' },
  ...{
    status: 'booked',
    expiresAt: null,
    amount: 1,
    strategy: 'none',
    policyVersion: 1,
    replica: 'booking-1',
  },
  seats: [{ label: 'A1', section: 'Stalls', row: 'A', number: 1, version: 1 }],
};
const problem = (status: number, retryable: boolean | 'unknown'): object => ({
  ...{ type: '/errors/x', title: 'x', status, code: 'x', detail: 'x', retryable },
});

const STATUSES = [400, 404, 409, 422, 429, 500, 502, 503, 504];
const ANSWERS: [number, object | null][] = [
  ...STATUSES.flatMap((status): [number, object | null][] => [
    [status, null],
    ...([true, false, 'unknown'] as const).map((retryable): [number, object] => [
      status,
      problem(status, retryable),
    ]),
  ]),
  ...[[201, CLAIM] as [number, object], [200, CLAIM] as [number, object], [201, null] as [number, null]],
];

test.each(ANSWERS)('k6 takes %i with %j as the lab does', (status, body) => {
  const text = body === null ? '<html>' : JSON.stringify(body);
  expect(meaningOf(status, body)).toBe(classify({ reply: { status, headers: {}, body: text } }).kind);
});

test('no answer says nothing', () => {
  expect(meaningOf(0, null)).toBe(classify({ broken: 'timeout' }).kind);
});

import { expect, test } from 'vitest';
import { problem } from '../../test/fake-sale.js';
import { classify } from './classify.js';

const headers = { 'x-replica': 'booking-2', 'x-strategy': 'mutex', 'x-policy-version': '3' };
const answer = (status: number, body: unknown) =>
  classify({ reply: { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) } });

test.each([
  ['fail', 409, problem(409, 'seat-taken', false)],
  ['fail', 422, problem(422, 'key-reused', false)],
  ['fail', 404, problem(404, 'unknown-event', false)],
  ['retry', 409, problem(409, 'seat-contended', true)],
  ['retry', 409, problem(409, 'request-in-progress', true)],
  ['retry', 503, problem(503, 'unavailable', true)],
  ['retry', 429, problem(429, 'too-many-requests', true)],
  ['unknown', 503, problem(503, 'commit-unknown', 'unknown')],
  ['unknown', 409, problem(409, 'odd', 'unknown')],
  ['unknown', 504, problem(504, 'deadline', 'unknown')],
  ['unknown', 502, problem(502, 'bad-gateway', true)],
  ['unknown', 500, problem(500, 'internal', false)],
] as const)('%s: %i %o', (kind, status, body) => {
  expect(answer(status, body)).toMatchObject({ kind, status, code: body['code'], answeredBy: 'booking-2' });
});

test.each([
  ['unknown', 502],
  ['unknown', 504],
  ['unknown', 500],
  ['retry', 503],
  ['retry', 429],
  ['fail', 413],
] as const)('%s: %i with a page that is no problem', (kind, status) => {
  expect(answer(status, '<html>')).toMatchObject({
    kind,
    code: `http-${status}`,
    policyVersion: 3,
    strategy: 'mutex',
  });
});

test.each(['timeout', 'connection-reset', 'idle-connection-closed'] as const)('unknown: %s', (broken) => {
  expect(classify({ broken })).toMatchObject({
    kind: 'unknown',
    status: null,
    code: broken,
    answeredBy: null,
  });
});

test('a yes that cannot be read is unknown, not a no', () => {
  expect(answer(201, '{"claimId":')).toMatchObject({ kind: 'unknown', code: 'unreadable-answer' });
});

test('a refusal keeps the versions that the buyer was told', () => {
  const seats = [{ label: 'A1', version: 4, status: 'booked' }];
  expect(answer(409, { ...problem(409, 'seat-taken', false), seats, replica: 'booking-9' })).toMatchObject({
    ...{ seats, replica: 'booking-9', answeredBy: 'booking-2' },
  });
});

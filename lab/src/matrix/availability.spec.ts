import { expect, test } from 'vitest';
import type { AnswerLine, HistoryLine, InvokeLine } from '../history/lines.js';
import {
  answeredIn,
  attemptsOf,
  availabilityOf,
  longestAnswerMs,
  outagesOf,
  sentIn,
} from './availability.js';

const NOBODY = {
  claimId: null,
  seats: [],
  replica: null,
  answeredBy: null,
  strategy: null,
  policyVersion: null,
};
const sent = (key: string, atUs: number): InvokeLine => ({
  ...{ kind: 'invoke', atUs, process: 1, key, attempt: 1 },
  ...{ customer: 'customer-1', seats: ['A1'], quantity: 1 },
});
const answer = (
  key: string,
  atUs: number,
  kind: AnswerLine['kind'],
  status: number | null,
  code: string,
): AnswerLine => ({ ...NOBODY, kind, atUs, process: 1, key, attempt: 1, status, code });

const LINES: HistoryLine[] = [
  ...[sent('yes', 0), answer('yes', 10_000, 'ok', 201, 'booked')],
  ...[sent('busy', 20_000), answer('busy', 30_000, 'retry', 409, 'seat-contended')],
  ...[sent('away', 20_000), answer('away', 40_000, 'retry', 503, 'no-quorum')],
  ...[sent('lost', 20_000), answer('lost', 90_000, 'unknown', null, 'timeout')],
  sent('silent', 50_000),
];
const FAULT = [{ name: 'fault' as const, fromUs: 20_000, toUs: 60_000 }];

test('"try again, it is taken just now" is service; what was not decided because something is away is not', () => {
  const attempts = attemptsOf(LINES);
  expect(availabilityOf(attempts)).toBeCloseTo(2 / 5);
  expect(outagesOf(attempts)).toEqual([
    ['no-quorum', 1],
    ['timeout', 1],
    ['no answer', 1],
  ]);
  expect(availabilityOf([])).toBeNull();
});

test('a phase has what was sent in it; served in it is who has his answer by its end', () => {
  const attempts = attemptsOf(LINES);
  expect(sentIn(attempts, FAULT)).toHaveLength(4);
  expect(answeredIn(attempts, FAULT).map((one) => one.answer?.code)).toEqual(['seat-contended', 'no-quorum']);
});

test('the longest answer is in ms', () => {
  expect(longestAnswerMs(attemptsOf(LINES))).toBe(70);
});

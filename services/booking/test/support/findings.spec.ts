import { describe, expect, it } from 'vitest';
import type { ClaimView, Problem } from '#contracts';
import { findings, winnersAtTheGate } from './findings.ts';
import type { Answer, Buyer, Race, SaleRow } from './race.ts';

const yes = (claimId: string, ...labels: string[]): Answer =>
  ({ claimId, seats: labels.map((label) => ({ label })) }) as ClaimView;
const no = (label: string, version: number): Answer =>
  ({ code: 'seat-taken', seats: [{ label, version, status: 'booked' }] }) as Problem;
const contended = { code: 'seat-contended' } as Problem;
const sale = (claimId: string, label: string, version = 1, whole = true): SaleRow => ({
  claimId,
  label,
  version,
  whole,
  to: 'booked',
});
const buyer = (labels: string[], ...answers: Answer[]): Buyer => ({
  labels,
  answers,
  final: answers.at(-1) === contended ? undefined : answers.at(-1),
});
const race = (buyers: Buyer[], ...sales: SaleRow[]): Race => ({
  eventId: '1',
  labels: ['A1', 'A2'],
  buyers,
  sales,
  pausesHit: 0,
});

const WON = buyer(['A1'], yes('a', 'A1'));
const SOLD = sale('a', 'A1');

describe('the findings of a race', () => {
  it('are none when one has the seat, and the other was told so', () => {
    expect(findings(race([WON, buyer(['A1'], contended, no('A1', 1))], SOLD))).toEqual([]);
  });

  it.each<[string, Race]>([
    ['sold-twice', race([WON, buyer(['A1'], yes('b', 'A1'))], SOLD, sale('b', 'A1', 2))],
    ['torn', race([buyer(['A1', 'A2'], yes('a', 'A1', 'A2'))], SOLD)],
    ['torn', race([buyer(['A1', 'A2'], yes('a', 'A1'))], SOLD)],
    ['torn', race([WON], sale('a', 'A1', 1, false))],
    ['untrue-yes', race([WON, buyer(['A2'], yes('b', 'A2'))], SOLD, sale('c', 'A2'))],
    ['untrue-yes', race([], SOLD)],
    ['untrue-no', race([WON, buyer(['A1'], no('A1', 2))], SOLD)],
    ['untrue-no', race([WON, buyer(['A1'], no('A2', 1))], SOLD)],
    ['unsold', race([WON, buyer(['A2'], { ...contended, retryable: false })], SOLD)],
    ['unanswered', race([WON, buyer(['A1'], contended)], SOLD)],
  ])('%s', (finding, raced) => {
    expect(findings(raced)).toContain(finding);
  });

  it('count who won by the first answer', () => {
    const late = buyer(['A1'], contended, yes('b', 'A1'));
    expect(winnersAtTheGate(race([WON, late]))).toBe(1);
    expect(winnersAtTheGate(race([WON, buyer(['A1'], yes('b', 'A1'))]))).toBe(2);
  });
});

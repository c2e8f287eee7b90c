import { expect, test } from 'vitest';
import type { ChangeAnswer } from '#checkers';
import { recorded } from '../../../test/report-fixtures.js';
import { lifeStory, withLife } from './life-cell.js';

const EPOCH_US = 1_000_000;
const asked = (atUs: number, change: Partial<ChangeAnswer> = {}): ChangeAnswer => ({
  ...{ claimId: 'claim-1', customer: 'customer-1', seat: 'A1', does: 'confirm', bearer: true },
  ...{ sentAtUs: atUs - 1, atUs, outcome: 'ok', code: 'booked', status: 'booked', expiresAtUs: null },
  ...{ answeredBy: 'booking-2', ...change },
});
const found = (claims: string[]) => ({
  ...{ kind: 'lost-acknowledgement' as const, implies: 'UNSAFE' as const, seat: 'A1', text: 'Lost.', claims },
});

test('what was asked about claims counts among the operations', () => {
  const { cell, ...record } = recorded('fenced-paused');
  const changes = [asked(5), asked(6, { outcome: 'fail' }), asked(7, { outcome: 'retry' })];
  const { cell: lived } = withLife({ ...record, cell, evidence: { ...record.evidence, changes } });
  expect([lived.operations, lived.ok, lived.fail]).toEqual([cell.operations + 2, cell.ok + 1, cell.fail + 1]);
});

test('the story is about the claim that was found: asked, told and written in order of time', () => {
  const { cell, evidence } = recorded('fenced-paused');
  const row = { ...evidence.ledger[0]!, seat: 'A1', claimId: 'claim-1', from: 'held' as const };
  const ledger = [{ ...row, to: 'available' as const, version: 2, writtenAtUs: EPOCH_US + 8_000 }];
  const changes = [asked(2_000), asked(4_000, { outcome: 'retry' }), asked(5_000, { claimId: 'other' })];
  const story = lifeStory(
    { ...cell, findings: [found(['claim-1'])] },
    { ...evidence, changes, ledger },
    EPOCH_US,
  );
  expect(story?.seat).toBe('A1');
  expect(story?.steps.map(({ atMs, customer, does }) => `${atMs} ${customer} ${does}`)).toEqual([
    '0 customer-1 is told booked (confirm A1)',
    '6 nobody writes A1: held → available (version 2)',
  ]);
});

test('ten steps at most, the last ones; none where nothing unsafe was found about a claim', () => {
  const { cell, evidence } = recorded('fenced-paused');
  const changes = Array.from({ length: 15 }, (_, index) => asked(1_000 * index));
  const of = (claims: string[]) =>
    lifeStory({ ...cell, findings: [found(claims)] }, { ...evidence, changes, ledger: [] }, EPOCH_US);
  expect(of(['claim-1'])?.steps.map(({ atMs }) => atMs)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(of(['claim-1'])?.startedAtUs).toBe(EPOCH_US + 5_000);
  expect(of([])).toBeNull();
});

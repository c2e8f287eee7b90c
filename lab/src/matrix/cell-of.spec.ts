import { expect, test } from 'vitest';
import { RecordedSale, goodSale } from '../../../libs/checkers/test/recorded-sale.js';
import type { FaultName } from '../faults.js';
import type { AnswerLine, HistoryLine } from '../history/lines.js';
import { operationsOf } from '../history/operations.js';
import { runParameters } from '../run-parameters.js';
import type { Phase } from './cell.js';
import type { Judged } from './cell-of.js';
import { cellOf } from './cell-of.js';

const MS = 1_000;
const STRATEGY = {
  ...({ key: 'pessimistic', guarantee: 'strict', mechanism: '', labOnly: false } as const),
  ...({ isolations: ['read committed'], lockScopes: ['seat'] } as const),
};
const NOBODY = {
  claimId: null,
  seats: [],
  replica: null,
  answeredBy: null,
  strategy: null,
  policyVersion: null,
};

/** One customer of A1: when he asked and what he was told, in ms. */
function asks(key: string, sentMs: number, answers: [atMs: number, AnswerLine['kind']][]): HistoryLine[] {
  return answers.flatMap(([atMs, kind], index): HistoryLine[] => {
    const who = { process: 1, key, attempt: index + 1 };
    const sentUs = (index === 0 ? sentMs : (answers[index - 1]?.[0] ?? 0)) * MS;
    const status = kind === 'retry' ? 503 : 201;
    return [
      { kind: 'invoke', atUs: sentUs, ...who, customer: key, seats: ['A1'], quantity: 1 },
      { ...NOBODY, kind, atUs: atMs * MS, ...who, status, code: kind === 'retry' ? 'no-quorum' : 'booked' },
    ];
  });
}

const contender = (fault: FaultName, lines: HistoryLine[], struckMs: readonly number[] = []): Judged => ({
  ...{
    strategy: { ...STRATEGY, isolations: [...STRATEGY.isolations], lockScopes: [...STRATEGY.lockScopes] },
  },
  parameters: runParameters({ ...STRATEGY, isolations: [], lockScopes: [] }, 3, { fault }),
  ...{ folder: { id: 'run', history: '', result: '' }, hits: struckMs.length, strikes: struckMs.length },
  struck: struckMs.map((ms) => ({ seat: 'A1', atUs: ms * MS })),
  recorder: { lines, epochUs: 0 },
});

const under = (fromMs: number, toMs: number): Phase => ({
  name: 'fault',
  fromUs: fromMs * MS,
  toUs: toMs * MS,
});
function judged(one: Judged, phases: readonly Phase[] = []) {
  const evidence = { ...goodSale().evidence(), operations: operationsOf(one.recorder.lines) };
  return cellOf(one, evidence, { phases, expected: 'SAFE', countsRightMs: null });
}

test('free again: when the first of those who asked after the hit knew, and not the holder', () => {
  const lines = [
    ...asks('holder', 0, [[300, 'ok']]),
    ...asks('refused-first', 110, [
      [150, 'retry'],
      [900, 'fail'],
    ]),
    ...asks('rival', 120, [[350, 'ok']]),
  ];
  expect(judged(contender('stop-replica', lines, [100])).freeAgainMs).toBe(250);
  expect(judged(contender('stop-replica', lines, [100, 115])).freeAgainMs).toBe(250);
  expect(judged(contender('stop-replica', lines)).freeAgainMs).toBeNull();
  const nobodyKnew = asks('rival', 120, [[350, 'retry']]);
  expect(judged(contender('stop-replica', nobodyKnew, [100])).freeAgainMs).toBe(Number.POSITIVE_INFINITY);
});

test('a seat is blocked when whoever wanted it knew only when its holder was back', () => {
  const counted = (knewMs: number, backMs: number, fault: FaultName = 'stop-replica') =>
    judged(contender(fault, asks('rival', 110, [[knewMs, 'ok']]), [100]), [under(100, backMs)]).findingCounts[
      'seat-blocked'
    ];
  expect(counted(4_700, 4_600)).toBe(1);
  expect(counted(2_100, 4_600)).toBeUndefined();
  // a holder who is back soon is a wait like others
  expect(counted(2_700, 2_600)).toBeUndefined();
  // the failpoint keeps him, and not the fault
  expect(counted(4_700, 4_600, 'pause-holder')).toBeUndefined();
});

test('no service: everybody was sent away while it went on, and there was time to ask elsewhere', () => {
  const told = (last: AnswerLine['kind']) =>
    asks('rival', 110, [
      [200, 'retry'],
      [300, 'retry'],
      [400, 'retry'],
      [500, last],
    ]);
  const counted = (lines: HistoryLine[], phase: Phase, fault: FaultName = 'redis-majority-lost') =>
    judged(contender(fault, lines, [100]), [phase]).findingCounts['no-service'];
  expect(counted(told('retry'), under(100, 1_000))).toBe(1);
  expect(counted(told('fail'), under(100, 1_000))).toBeUndefined();
  // what is answered when all is whole again is not service
  expect(counted(told('ok'), under(100, 450))).toBeUndefined();
  expect(counted([...told('retry'), ...asks('late', 550, [[1_100, 'ok']])], under(100, 1_000))).toBe(1);
  // it is the lab that the rivals wait for
  expect(counted(told('retry'), under(100, 1_000), 'pause-holder')).toBeUndefined();
});

test('what the others follow from is told first, and a hit that never was makes it inconclusive', () => {
  const sale = new RecordedSale(1)
    .yes('customer-1', 'A1', [0, 50])
    .yes('customer-2', 'A1', [1, 60], 2, 'booked');
  const facts = { phases: [], expected: 'SAFE', countsRightMs: null } as const;
  const sold = cellOf(contender('kill-replica', [], [100]), sale.evidence(), facts);
  expect(sold).toMatchObject({ verdict: 'UNSAFE', asExpected: false, soldTwice: 1, hits: 1 });
  expect(sold.reasons[0]).toContain('A1');
  expect(Object.keys(sold.findingCounts)[0]).toBe('double-sale');
  const good = goodSale().evidence();
  const forgotten = {
    ledger: good.ledger.filter(({ seat }) => seat !== 'A2'),
    claims: good.claims.slice(0, -1),
  };
  const lost = cellOf(contender('power-cut', [], [100]), { ...good, ...forgotten }, facts);
  expect(lost.lost).toBeGreaterThan(0);
  expect(Object.keys(lost.findingCounts)[0]).toBe('lost-acknowledgement');
  expect(Object.keys(lost.findingCounts)).toContain('counts-differ');
  const fault = { name: 'kill-replica', hits: 0 };
  const unhit = cellOf(contender('kill-replica', []), goodSale().evidence({ fault }), facts);
  expect(unhit).toMatchObject({ verdict: 'INCONCLUSIVE', hits: 0 });
});

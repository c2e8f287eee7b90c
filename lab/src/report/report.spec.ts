import { expect, test } from 'vitest';
import { RecordedSale, goodSale } from '../../../libs/checkers/test/recorded-sale.js';
import { strategyView } from '../../test/strategy-view.js';
import type { Evidence } from '#checkers';
import { groupBy } from '../group-by.js';
import type { ProofCell } from '../proof.js';
import type { RunResult } from '../result.js';
import { judge } from '../result.js';
import { runParameters } from '../run-parameters.js';
import { proofJson } from './proof-json.js';
import { proofText, provenSentence } from './proof-text.js';
import { runText } from './run-text.js';
import { tableOf } from './table.js';

const stack = {
  ...{ api: 'http://127.0.0.1:8000', project: '/p', postgres: { url: '' } },
  replicas: [1, 2, 3].map((n) => ({ name: `booking-${n}`, pid: n, url: '' })),
  redis: [1, 2, 3].map((pid) => ({ pid, url: '' })),
  versions: { postgres: '18.4', redis: '7.0', nats: '2.15', nginx: '1.25' },
};

function result(
  key: string,
  guarantee: RunResult['guarantee'],
  replicas: number,
  evidence: Evidence,
): RunResult {
  for (const [index, operation] of evidence.operations.entries()) {
    for (const answer of operation.answers) answer.answeredBy = `booking-${(index % replicas) + 1}`;
  }
  const strategy = strategyView(key, guarantee, { mechanism: 'locks the seat in its own memory' });
  const parameters = runParameters(strategy, replicas, { buyers: 3, seats: 2 });
  return judge(
    { run: 'r1', eventId: 'e1', parameters, strategy },
    { ...evidence, claimed: { replicas, strategy: 'mutex', policyVersion: 1 } },
  );
}

const latencies = ['winners p50/p95', 'losers p50/p95', 'inventory', 'verdict'];
const safe = (): Evidence => goodSale().evidence();
const soldTwice = (): Evidence => {
  const evidence = new RecordedSale()
    .yes('customer-17', 'A1', [0, 52_100])
    .yes('customer-44', 'A1', [400, 52_600], 2, 'booked')
    .yes('customer-3', 'A2', [500, 53_000])
    .evidence();
  Object.assign(evidence.ledger[2]!, { readAtUs: 400, readVersion: 0 });
  return evidence;
};

test('a run for the terminal: verdict, figures, reason, story, and where the history is', () => {
  const text = runText(result('mutex', 'one-process', 3, soldTwice()), 'runs/r1/history.jsonl');
  const lines = text.split('\n').map((line) => line.trim().split(/ {2,}/));
  expect(lines).toEqual([
    ['mutex, 3 replicas, guard off: UNSAFE (as expected)'],
    [''],
    ['strategy', 'guarantee', 'replicas', 'attempts', 'booked', 'refused', 'sold twice', ...latencies],
    ['mutex', 'one process', '3', '3', '2', '0', '1', '52 / 53 ms', '–', 'agrees', 'UNSAFE', 'as expected'],
    [''],
    ['A1 was sold twice: version 2 went to a second buyer, nobody gave it back.'],
    [''],
    ['How mutex sold A1 twice at 3 replicas'],
    ['locks the seat in its own memory'],
    ['0.0 ms', 'booking-1', 'customer-17', 'reads A1: available (version 0)'],
    ['0.4 ms', 'booking-1', 'customer-44', 'reads A1: available (version 0)'],
    ['52.1 ms', 'booking-1', 'customer-17', 'writes: available → booked (version 1)', 'answered 201'],
    ['52.6 ms', 'booking-1', 'customer-44', 'writes: booked → booked (version 2)', 'answered 201'],
    [''],
    ['history: runs/r1/history.jsonl'],
  ]);
});

test('columns stand below their titles', () => {
  const lines = tableOf(table()).split('\n');
  for (const title of ['replicas', 'attempts', 'booked', 'refused', 'sold twice', 'losers p50/p95']) {
    const end = (lines[0]?.indexOf(title) ?? 0) + title.length;
    for (const line of lines.slice(1)) expect(line.slice(end - 1, end + 2)).toMatch(/\S {2}/);
  }
});

const table = (): RunResult[] => [
  result('none', 'none', 1, soldTwice()),
  result('mutex', 'one-process', 1, safe()),
  result('none', 'none', 3, soldTwice()),
  result('mutex', 'one-process', 3, soldTwice()),
];

const cellsOf = (results: readonly RunResult[]): ProofCell[] =>
  [...groupBy(results, (one) => `${one.strategy} ${one.replicas} ${one.fault}`).values()].map((runs) => {
    const { strategy, guarantee, replicas, fault } = runs[0]!;
    return { strategy: strategyView(strategy, guarantee), replicas, fault, runs };
  });

test('the proof: a row for each cell, by strategy and replicas, the story of mutex, the sentence', () => {
  const lines = proofText(cellsOf(table()), stack).split('\n');
  expect(lines[0]).toBe(
    'lastseat   3 replicas · PostgreSQL 18.4 · Redis 7.0 × 3 · NATS 2.15 · nginx 1.25   ' +
      'http://127.0.0.1:8000/docs',
  );
  const cells = lines.slice(3, 7).map((line) => line.trim().split(/ {2,}/));
  expect(cells.map(([strategy, , replicas]) => `${strategy} ${replicas}`)).toEqual([
    ...['none 1', 'none 3', 'mutex 1', 'mutex 3'],
  ]);
  expect(lines.some((line) => line.includes('How mutex sold A1 twice at 3 replicas'))).toBe(true);
  expect(lines.at(-1)).toBe('  A lock inside one process protects nothing once there are two processes.');
});

test('the sentence is not said when the table does not prove it', () => {
  expect(provenSentence(table())).not.toBeNull();
  expect(provenSentence(table().slice(0, 3))).toBeNull();
  expect(provenSentence(table().filter((one) => one.strategy !== 'mutex'))).toBeNull();
  expect(provenSentence(table().filter((one) => one.strategy !== 'mutex' || one.replicas > 1))).toBeNull();
  expect(provenSentence([...table(), result('strict', 'strict', 3, soldTwice())])).toBeNull();
});

test('the second half is said when the tables prove it too', () => {
  const paused = { fault: 'pause-holder' as const, expected: 'UNSAFE' as const, asExpected: true };
  const whole = [
    ...table(),
    result('pessimistic', 'strict', 3, safe()),
    result('distributed', 'lease', 3, safe()),
    { ...result('distributed', 'lease', 3, soldTwice()), ...paused },
    { ...result('fenced', 'strict', 3, safe()), fault: 'pause-holder' as const },
  ];
  expect(provenSentence(whole)).toContain('a row lock does.\n  Redlock does until its holder pauses');
  for (const missing of whole.slice(table().length)) {
    expect(provenSentence(whole.filter((one) => one !== missing))).not.toContain('row lock');
  }
});

test('a verdict that is not the expected one is named with its reason', () => {
  const text = proofText(
    cellsOf([result('strict', 'strict', 3, soldTwice()), result('none', 'none', 3, safe())]),
    stack,
  );
  expect(text).toContain('strict at 3 was not expected to be UNSAFE. A1 was sold twice');
  expect(text).toContain('none at 3 was not expected to be SAFE. Nothing bad was seen.');
  expect(text).toContain('expected SAFE');
});

test('each race several times: a line for each cell, how often it was as expected, and which runs were not', () => {
  const once = result('none', 'none', 3, safe());
  const often = [...table(), ...table().filter((one) => one.strategy === 'none'), once];
  const text = proofText(cellsOf(often), stack);
  expect(text.split('\n').slice(2, 7)).toEqual([
    '  strategy  guarantee    replicas  buyers  verdict',
    '  none      none                1       3  UNSAFE  2 of 2 as expected',
    '  none      none                3       3  2 × UNSAFE, 1 × SAFE  2 of 3 as expected',
    '  mutex     one process         1       3  SAFE  1 of 1 as expected',
    '  mutex     one process         3       3  UNSAFE  1 of 1 as expected',
  ]);
  expect(text).toContain('none at 3 was not expected to be SAFE. Nothing bad was seen. Runs: r1.');
});

test('a fault has a table of its own', () => {
  const broken = { ...result('lease', 'lease', 3, soldTwice()), fault: 'pause-holder' as const };
  const text = proofText(cellsOf([...table(), broken]), stack);
  const [without, faulty] = text.split('  With pause-holder');
  expect(without).not.toContain('lease');
  expect(faulty).toMatch(/\n {2}lease +lease +3 /);
});

test('a proof for programs: cells with their verdicts, runs without their findings', () => {
  const json = JSON.parse(JSON.stringify(proofJson(cellsOf(table()))));
  expect(json).toMatchObject({ asExpected: true });
  expect(json.cells[0]).toMatchObject({
    ...{ strategy: 'none', guarantee: 'none', labOnly: false, replicas: 1, fault: null, times: 1 },
    ...{ buyers: 3, expected: 'UNSAFE', timesAsExpected: 1, verdicts: { UNSAFE: 1 } },
  });
  expect(json.cells[0].runs[0]).toMatchObject({ run: 'r1', attempts: 3, soldTwice: 1 });
  expect(json.cells[0].runs[0]).not.toHaveProperty('findings');
});

test('a run under a fault says how often it hit', () => {
  const broken = {
    ...result('lease', 'lease', 3, soldTwice()),
    fault: 'pause-holder' as const,
    faultHits: 41,
  };
  expect(runText(broken, '').split('\n')[0]).toContain('guard off, pause-holder hit 41 times: UNSAFE');
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { operationsOf } from '../../../lab/src/history/operations.js';
import type { HistoryLine, RunLine } from '../../../lab/src/history/lines.js';
import { checkers } from './checkers.js';
import type { Evidence } from './evidence.js';
import { verdictOf } from './verdict.js';

const FOLDER = new URL('../fixtures/', import.meta.url);
const textOf = (file: string): string => readFileSync(new URL(file, FOLDER), 'utf8');

/** What PostgreSQL and inventory had when the run was over, and how often its fault hit. */
type Records = Pick<Evidence, 'fault' | 'ledger' | 'claims' | 'claimSeats' | 'seats' | 'inventory'>;

function recorded(name: string): Evidence {
  const [first = '', ...lines] = textOf(`${name}.jsonl`).trimEnd().split('\n');
  const { parameters, policyVersion } = JSON.parse(first) as RunLine;
  const { strategy, replicas, maxPerCustomer } = parameters;
  const operations = operationsOf(lines.map((line) => JSON.parse(line) as HistoryLine));
  const records = JSON.parse(textOf(`${name}.records.json`)) as Records;
  return { claimed: { replicas, strategy, policyVersion }, maxPerCustomer, operations, ...records };
}

test.each([
  ['none-at-3', 'UNSAFE', ['double-sale']],
  ['mutex-at-3', 'UNSAFE', ['double-sale']],
  ['distributed-outlived', 'UNSAFE', ['double-sale']],
  ['pessimistic-at-3', 'SAFE', []],
  ['baskets-conditional-at-3', 'SAFE', []],
] as const)('%s, as it was recorded: %s', (name, verdict, kinds) => {
  const findings = Object.values(checkers).flatMap((check) => check(recorded(name)));
  expect([...new Set(findings.map(({ kind }) => kind))]).toEqual(kinds);
  expect(verdictOf(findings)).toBe(verdict);
});

test('the same history, and a ledger that lost a row', () => {
  const sound = recorded('pessimistic-at-3');
  const findings = Object.values(checkers).flatMap((check) =>
    check({ ...sound, ledger: sound.ledger.slice(0, -1) }),
  );
  expect(new Set(findings.map(({ kind }) => kind))).toEqual(
    new Set([
      'records-disagree',
      'counts-differ',
      'lost-acknowledgement',
      'partial-claim',
      'spurious-refusal',
    ]),
  );
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '#contracts';
import { historyOf } from '../runs-folder.js';
import { isK6Output, microseconds, readK6Output } from './k6-output.js';
import { keepK6Sale } from './k6-run.js';
import { operationsOf } from './operations.js';
import { readHistory } from './stored-history.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lastseat-k6-'));
  file = join(folder, 'k6.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** As k6 2.2 writes it. */
const sample = (time: string, line: object, metric = 'lastseat_history'): string =>
  JSON.stringify({
    metric,
    type: 'Point',
    data: { time: `2026-11-22T01:00:${time}Z`, value: 1, tags: {}, metadata: { line: JSON.stringify(line) } },
  });
const METRIC = JSON.stringify({ type: 'Metric', data: { name: 'vus' }, metric: 'vus' });
const run = (eventId = 'e1', label = ''): object => ({
  ...{ kind: 'run', script: 'concurrent-booking', label, seed: 7, settings: { STRATEGY: 'none' } },
  ...{ eventId, policyVersion: 1, policy: { ...DEFAULT_POLICY, strategy: 'none' } },
  ...{ capacity: 20, quota: false, replicas: 3 },
});
const attempt = (process: number, eventId = 'e1'): object => ({
  ...{ eventId, process, key: `key-${process}`, attempt: 1 },
});
const invoke = (process: number, eventId?: string): object => ({
  ...{ kind: 'invoke', ...attempt(process, eventId) },
  ...{ customer: `k6-${process}`, seats: ['A1'], quantity: 1 },
});
const CLAIM = {
  ...{ claimId: '9b2f7f7a-3f0e-4c3e-9d0b-1f1f1f1f1f1f', claimToken: 't', eventId: 'e1', customerId: 'k6-1' },
  ...{
    status: 'booked',
    expiresAt: null,
    amount: 1,
    strategy: 'none',
    policyVersion: 1,
    replica: 'booking-2',
  },
  seats: [{ label: 'A1', section: 'Stalls', row: 'A', number: 1, version: 1 }],
};
const yes = (process: number): object => ({
  ...{ kind: 'answer', ...attempt(process) },
  reply: { status: 201, headers: { 'x-replica': 'booking-3' }, body: JSON.stringify(CLAIM) },
});
const lost = (process: number, came: object): object => ({ kind: 'answer', ...attempt(process), ...came });
const cutOff = (...lines: string[]): void => writeFileSync(file, `${[METRIC, ...lines].join('\n')}\n`);
const ENDS = ['e1', 'e2'].map((eventId) => sample('20.0', { kind: 'end', eventId }));
const written = (...lines: string[]): void => cutOff(...lines, ...ENDS);

test('a sale is its lines, in the order of their times, in µs since it began', async () => {
  written(
    sample('10.000001', run()),
    sample('10.2', invoke(1)),
    sample('10.250002999', yes(1)),
    sample('10.100001', invoke(2)),
    sample('10.1', invoke(3), 'http_reqs'),
  );
  const [sale, ...others] = await readK6Output(file);
  expect(others).toEqual([]);
  expect(sale?.lines).toEqual([
    expect.objectContaining({ kind: 'invoke', atUs: 100_000, process: 2, key: 'key-2' }),
    expect.objectContaining({ kind: 'invoke', atUs: 199_999, process: 1, key: 'key-1', seats: ['A1'] }),
    expect.objectContaining({
      ...{ kind: 'ok', atUs: 250_001, status: 201, claimId: CLAIM.claimId, replica: 'booking-2' },
      ...{ answeredBy: 'booking-3', strategy: 'none', policyVersion: 1 },
      seats: [{ label: 'A1', version: 1, status: 'booked' }],
    }),
  ]);
});

test.each([
  ['nobody answered in time', { broken: 'timeout' }, 'timeout'],
  ['the connection broke', { broken: 'connection-reset' }, 'connection-reset'],
  ["the proxy's page", { reply: { status: 502, headers: {}, body: '<html>' } }, 'http-502'],
])('%s: unknown', async (_, came, code) => {
  written(sample('10.0', run()), sample('10.1', invoke(1)), sample('10.2', lost(1, came)));
  const [sale] = await readK6Output(file);
  expect(operationsOf(sale?.lines ?? [])).toMatchObject([{ outcome: 'unknown', answers: [{ code }] }]);
});

test('a request of which k6 saw no end is unknown, and not forgotten', async () => {
  written(sample('10.0', run()), sample('10.1', invoke(1)));
  const [sale] = await readK6Output(file);
  expect(operationsOf(sale?.lines ?? [])).toMatchObject([{ outcome: 'unknown', attempts: 1, answers: [] }]);
});

test('each sale of a run has its own history, from which its parameters can be read', async () => {
  written(
    ...[sample('10.0', run('e1', 'first')), sample('10.1', run('e2', 'second'))],
    ...[sample('10.2', invoke(1)), sample('10.3', invoke(2, 'e2')), sample('10.4', invoke(3))],
  );
  const sales = await readK6Output(file);
  expect(sales.map(({ lines }) => lines.length)).toEqual([2, 1]);
  const [first] = sales;
  if (first === undefined) throw new Error('no sale');
  const { header } = await keepK6Sale(first, { home: folder, commit: null });
  expect(header).toMatchObject({
    ...{ format: 'lastseat-history/1', eventId: 'e1', startedAt: '2026-11-22T01:00:10.000Z' },
    k6: { script: 'concurrent-booking', sale: 'first', settings: { STRATEGY: 'none' } },
    parameters: { strategy: 'none', replicas: 3, seats: 20, buyers: 2, customers: 2, seed: 7, any: false },
  });
  const kept = historyOf(folder, header.run);
  expect(await readHistory(kept)).toEqual({ header, lines: first.lines });
  expect([await isK6Output(file), await isK6Output(kept)]).toEqual([true, false]);
  expect(readFileSync(kept, 'utf8').split('\n')).toHaveLength(4);
});

test('what was cut off is no evidence: whoever asked last is not in it', async () => {
  cutOff(sample('10.0', run()), sample('10.0', run('e2')), sample('10.1', invoke(1)), ENDS[0] ?? '');
  await expect(readK6Output(file)).rejects.toThrow('k6 was ended before its time');
});

test('a clock that was set back while k6 ran is refused', async () => {
  written(sample('10.0', run()), sample('10.2', invoke(1)), sample('10.1', yes(1)));
  await expect(readK6Output(file)).rejects.toThrow('The clock was set back');
});

test('what is no history is refused, by its name', async () => {
  writeFileSync(file, '{"metrics":{}}\n');
  await expect(readHistory(file)).rejects.toThrow(`${file} is neither a history`);
  await expect(readHistory(join(folder, 'none'))).rejects.toThrow('cannot be read');
});

test('k6 writes times with nine digits and a zone', () => {
  const second = Date.parse('2026-11-22T01:00:10Z') * 1_000;
  expect(microseconds('2026-11-22T01:00:10.123456789Z')).toBe(second + 123_456);
  expect(microseconds('2026-11-22T02:00:10.5+01:00')).toBe(second + 500_000);
  expect(microseconds('2026-11-22T01:00:10Z')).toBe(second);
});

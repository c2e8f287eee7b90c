import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evidence, InventoryCounts, Operation } from '#checkers';
import { checkers, differences, verdictOf } from '#checkers';
import { Api } from '../../../lab/src/api.js';
import { percentile } from '../../../lab/src/percentiles.js';
import { PostgresSale } from '../../../lab/src/sale-records.js';
import { waitUntil } from '../../../lab/src/waiting.js';
import { writeRequests } from '../load/request-file.js';
import { pathOf } from '../measure/measure-no-op.js';
import { openSale } from '../measure/sale.js';
import type { BenchStack } from '../stack/bench-stack.js';
import { generate } from './generate.js';
import type { Generated } from './generated.js';
import { historyOf } from './history.js';
import type { OpenLatency, OpenRun } from './open-run.js';

const QUIESCENCE = { mostMs: 20_000, everyMs: 100 };
const FINDINGS_MOST = 5;
const US_PER_S = 1_000_000;

export interface WantedOpen {
  readonly strategy: string;
  readonly replicas: number;
  readonly share: number;
  readonly perSecond: number;
  readonly seconds: number;
}

/** At a fixed rate, one in ten for a seat that another has just asked for; then all that was said is checked. */
export async function measureOpen(stack: BenchStack, wanted: WantedOpen): Promise<OpenRun> {
  const { strategy, replicas, share, perSecond, seconds } = wanted;
  const count = Math.ceil(perSecond * seconds);
  const requests = join(stack.home, 'open.txt');
  await writeRequests(requests, 'contested', count);
  const { eventId, policyVersion } = await openSale(stack, {
    strategy,
    scenario: 'contested',
    claims: count,
  });
  const generated = await generate(
    stack,
    { requests, paths: [pathOf(eventId)], perSecond, keepsAnswers: true },
    seconds,
  );
  const lines = (await readFile(requests, 'utf8')).trimEnd().split('\n');
  const operations = historyOf(generated.sent, lines);
  const { verdict, faults } = await judged(stack, { strategy, replicas, eventId, policyVersion, operations });
  const late = generated.sent.map(({ dueUs, sentUs }) => (sentUs - dueUs) / 1_000).toSorted((a, b) => a - b);
  const answered = operations.flatMap(({ answers }) => answers);
  return {
    ...{ strategy, replicas, share, wantedPerSecond: perSecond, seconds: generated.tookUs / US_PER_S },
    sentPerSecond: (generated.sent.length * US_PER_S) / generated.tookUs,
    winners: latencyOf(generated, operations, 'ok'),
    losers: latencyOf(generated, operations, 'fail'),
    undecided: answered.filter(({ kind }) => kind === 'retry').length,
    unanswered: generated.unsent + operations.filter(({ outcome }) => outcome === 'unknown').length,
    lateMs: { p50: percentile(late, 0.5) ?? 0, p99: percentile(late, 0.99) ?? 0, max: late.at(-1) ?? 0 },
    generatorCpu: generated.cpuUs / generated.tookUs,
    ...{ verdict, faults },
  };
}

/** From the moment at which it was to be sent: who came while others were waited for has waited, too. */
function latencyOf(
  { sent }: Generated,
  operations: readonly Operation[],
  outcome: 'ok' | 'fail',
): OpenLatency {
  const latencies = operations.flatMap((operation, index) => {
    const one = sent[index];
    const settled = operation.outcome === outcome && operation.answers.at(-1)?.kind === outcome;
    return !settled || one?.doneUs == null ? [] : [(one.doneUs - one.dueUs) / 1_000];
  });
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number): number | null => percentile(sorted, share);
  const figures = { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), maxMs: sorted.at(-1) ?? null };
  return { count: sorted.length, ...figures };
}

interface Sale {
  readonly strategy: string;
  readonly replicas: number;
  readonly eventId: string;
  readonly policyVersion: number;
  readonly operations: readonly Operation[];
}

/** By the lab's checkers, from the rows and from what each customer was told. */
async function judged(stack: BenchStack, sale: Sale): Promise<Pick<OpenRun, 'verdict' | 'faults'>> {
  const { strategy, replicas, eventId, policyVersion, operations } = sale;
  const records = await new PostgresSale(stack.postgresUrl).read(eventId);
  const agree = (counts: InventoryCounts | null): boolean =>
    counts !== null && differences(records.ledger, counts).length === 0;
  const api = new Api(stack.api);
  const inventory = await waitUntil<InventoryCounts | null>(() => api.counts(eventId), agree, QUIESCENCE);
  const claimed = { replicas, strategy, policyVersion };
  const evidence: Evidence = {
    claimed,
    maxPerCustomer: null,
    fault: null,
    operations,
    ...records,
    inventory,
  };
  const findings = Object.values(checkers).flatMap((check) => check(evidence));
  const unsafe = findings.filter(({ implies }) => implies === 'UNSAFE');
  return { verdict: verdictOf(findings), faults: unsafe.slice(0, FINDINGS_MOST).map(({ text }) => text) };
}

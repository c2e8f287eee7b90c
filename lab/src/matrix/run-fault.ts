import type { Evidence, FenceRead } from '#checkers';
import type { StrategyView } from '#contracts';
import { Api } from '../api.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Fault } from '../faults/fault.js';
import type { FaultName } from '../faults.js';
import { faultNamed } from '../faults.js';
import { operationsOf } from '../history/operations.js';
import { runParameters } from '../run-parameters.js';
import { readMessages } from '../sale-messages.js';
import type { SettledRecords } from '../sale-records.js';
import { PostgresSale } from '../sale-records.js';
import { waitUntil } from '../waiting.js';
import type { CellRecord, PhaseName } from './cell.js';
import { cellOf } from './cell-of.js';
import type { Span } from './contender.js';
import { Contender } from './contender.js';
import { rightCounts, untilCountsAreRight } from './counts.js';
import { expectedIn } from './expected.js';
import { Life } from './life/life.js';
import { isLife } from './life/life-row.js';
import { withLife } from './life/life-cell.js';
import type { StrikeTimes } from './strike.js';
import { NO_FAULT, strike } from './strike.js';
import { tracesOf } from './traces.js';

/** How often in each phase. */
export interface Strikes {
  quiet: number;
  fault: number;
  healed: number;
}

export interface RunPlan {
  fault: FaultName | null;
  guard: boolean;
  seed: number;
  strikes: Strikes;
  /** of each strategy, side by side */
  events: number;
}

export interface MatrixPlace {
  cluster: Cluster;
  home: string;
  commit: string | null;
}

/** Without a fault: each of them takes a second. */
const STRIKES_LEAST = 3;
/** The contested seat, and two beside it. */
const SEATS_PER_STRIKE = 3;
const WORK_MS = 40;
/** Replicas look once a second for what inventory has applied, and sweep every 15 s. */
const SETTLED = { mostMs: 20_000, everyMs: 100 };

/** docs/lab.md: one fault, all strategies side by side. */
export async function runFault(
  place: MatrixPlace,
  strategies: readonly StrategyView[],
  plan: RunPlan,
  doing: (what: string) => void,
): Promise<CellRecord[]> {
  const contenders = await enterAll(place, strategies, plan);
  const rounds = strikesIn(plan.strikes);
  const life = await Life.enter(place, strategies, { ...plan, workMs: WORK_MS, rounds });
  const everybody = life === null ? contenders : [...contenders, life.contender];
  try {
    const played = await playOut(place.cluster, { contenders, life, everybody }, plan, doing);
    doing('reading what is there');
    const [records, lived] = await Promise.all([recordAll(place, contenders, plan, played), life?.end()]);
    if (life === null) return records;
    return [...records, withLife(await record(place, life.contender, plan, { ...played, ...lived }))];
  } finally {
    for (const { recorder } of everybody) recorder.close();
  }
}

/** At the most. */
const strikesIn = ({ quiet, fault, healed }: Strikes): number =>
  quiet + Math.max(fault, STRIKES_LEAST) + healed;

async function enterAll(
  { cluster, home, commit }: MatrixPlace,
  strategies: readonly StrategyView[],
  { fault, guard, seed, strikes, events }: RunPlan,
): Promise<Contender[]> {
  const lockTtlMs = fault === null ? NO_FAULT.lockTtlMs : faultNamed(fault).lockTtlMs;
  const seats = SEATS_PER_STRIKE * strikesIn(strikes);
  const place = { api: new Api(cluster.api), home, commit };
  const contenders: Contender[] = [];
  const entries = strategies
    .filter((one) => !isLife(one))
    .flatMap((strategy) => Array.from({ length: events }, () => strategy));
  for (const strategy of entries) {
    const wanted = { fault, guard, seed, seats, lockTtlMs, workMs: WORK_MS };
    const parameters = runParameters(strategy, cluster.replicas.length, wanted);
    contenders.push(await Contender.enter(place, strategy, parameters));
  }
  return contenders;
}

interface Players {
  contenders: readonly Contender[];
  life: Life | null;
  /** all of them */
  everybody: readonly Contender[];
}

interface Played extends Pick<Evidence, 'changes' | 'sweptAtUs'> {
  spans: readonly Span[];
  /** from healing until inventory was right; none without a fault */
  countsRightMs: ReadonlyMap<Contender, number>;
  /** read between the phases */
  fences: ReadonlyMap<Contender, readonly FenceRead[]>;
}

const isSettled = ({ leftovers }: SettledRecords): boolean => leftovers.length === 0;

async function playOut(
  cluster: Cluster,
  { contenders, life, everybody }: Players,
  { fault, strikes }: RunPlan,
  doing: (what: string) => void,
): Promise<Played> {
  const spans: Span[] = [];
  const often = async (name: PhaseName, times: number, what: Fault): Promise<void> => {
    for (let time = 1; time <= times; time += 1) {
      doing(`${name} ${time} of ${times}`);
      const fromMs = performance.now();
      const claims = async (hurt: Fault): Promise<StrikeTimes> => await strike(cluster, contenders, hurt);
      const { injectedMs, healingMs } = await (life?.strike(what, claims) ?? claims(what));
      const toMs = performance.now();
      spans.push(name === 'fault' ? { name, fromMs: injectedMs, toMs: healingMs } : { name, fromMs, toMs });
    }
  };
  const fences = new Map<Contender, FenceRead[]>();
  const readFences = async (): Promise<void> => {
    const sales = new PostgresSale(cluster.postgresUrl);
    for (const one of everybody)
      fences.set(one, [...(fences.get(one) ?? []), ...(await sales.readFences(one.eventId))]);
  };
  await often('quiet', fault === null ? Math.max(strikes.fault, STRIKES_LEAST) : strikes.quiet, NO_FAULT);
  if (fault === null) return { spans, countsRightMs: new Map(), fences };
  await readFences();
  await often('fault', strikes.fault, faultNamed(fault));
  const countsRightMs = await untilCountsAreRight(cluster, everybody);
  await readFences();
  await often('healed', strikes.healed, NO_FAULT);
  await readFences();
  return { spans, countsRightMs, fences };
}

async function recordAll(
  place: MatrixPlace,
  contenders: readonly Contender[],
  ...[plan, played]: [RunPlan, Played]
): Promise<CellRecord[]> {
  const records: CellRecord[] = [];
  for (const contender of contenders) records.push(await record(place, contender, plan, played));
  return records;
}

async function record(
  { cluster }: MatrixPlace,
  contender: Contender,
  { fault, guard }: RunPlan,
  { spans, countsRightMs, fences, changes, sweptAtUs }: Played,
): Promise<CellRecord> {
  const { strategy, recorder, eventId, event, parameters, hits } = contender;
  const { replicas } = parameters;
  const sales = new PostgresSale(cluster.postgresUrl);
  const records = await sales.read(eventId);
  const evidence: Evidence = {
    claimed: { replicas, strategy: parameters.strategy, policyVersion: event.policyVersion },
    maxPerCustomer: null,
    fault: fault === null ? null : { name: fault, hits },
    operations: operationsOf(recorder.lines),
    ...records,
    inventory: await rightCounts(cluster, eventId, records.ledger),
    ...(await waitUntil(async () => await sales.readSettled(eventId), isSettled, SETTLED)),
    fences: fences.get(contender) ?? [],
    ...(changes !== undefined && { changes }),
    ...(sweptAtUs !== undefined && { sweptAtUs }),
  };
  const cell = cellOf(contender, evidence, {
    phases: spans.map((span) => contender.phaseOf(span)),
    expected: expectedIn(fault, strategy, { replicas, guard }),
    countsRightMs: countsRightMs.get(contender) ?? null,
  });
  const phases = spans.map((span) => contender.phaseOf(span));
  const [traces, messages] = [
    await tracesOf(cluster, eventId),
    await readMessages(cluster.postgresUrl, eventId),
  ];
  return { cell, evidence, phases, traces, messages, epochUs: recorder.epochUs };
}

import { join } from 'node:path';
import type { Progress } from '../../lab/src/report/progress.js';
import { groupBy } from '../../lab/src/group-by.js';
import { writeRequests } from './load/request-file.js';
import { seatsPerClaim } from './load/scenarios.js';
import { measureNoOp } from './measure/measure-no-op.js';
import { measureProduct } from './measure/measure-product.js';
import type { Run } from './measure/run.js';
import { EventNotMade } from './measure/sale.js';
import type { Cell, Plan } from './plan.js';
import { median } from './median.js';
import type { OpenRun } from './open/open-run.js';
import type { SellOut, Sustained } from './long/long-runs.js';
import { measureSellOut } from './long/sell-out.js';
import { measureSustained } from './long/sustained.js';
import { measureOpen } from './open/measure-open.js';
import type { BenchStack } from './stack/bench-stack.js';
import type { NoOpFront } from './stack/no-op-front.js';

/** `SEATS_PER_EVENT_MOST` of the contracts. */
const SEATS_MOST = 100_000;
/** Requests that are made before; where no seats limit them, above what any generator sends in a second. */
const REQUESTS_PER_SECOND_MOST = 45_000;
const WARM_UP_SECONDS = 1;
const WARM_UP_SEATS = 20_000;
/** Of the most that the closed model reached. */
const OPEN_SHARES = [0.25, 0.5, 0.75];
/** Machines have moods: what a warm-up reached may be exceeded by so much before a sale runs out of seats. */
const ROOM = 1.8;
const ROOM_LEAST = 2_000;

export interface Site {
  readonly stack: BenchStack;
  readonly noOp: NoOpFront;
  readonly replicas: number;
}

/**
 * One strategy's cells: warmed up, then in rounds of the no-op and each of them, so that a ratio is always of
 * neighbours in time.
 */
export async function measureCells(
  { stack, noOp, replicas }: Site,
  { rounds, seconds }: Plan,
  cells: readonly Cell[],
  progress: Progress,
): Promise<Run[]> {
  const requests = join(stack.home, 'no-op.txt');
  await writeRequests(requests, 'free', REQUESTS_PER_SECOND_MOST * seconds);
  const about = { replicas, seconds };
  const ahead = { scenario: 'free' as const, connections: 64, round: 0, ...about, seconds: WARM_UP_SECONDS };
  await measureNoOp(stack.project, noOp, requests, ahead);
  const rates = new Map<Cell, number>();
  for (const cell of cells) {
    progress.doing(`${nameOf(cell, replicas)}, warming up`);
    const claims = roomFor(cell, WARM_UP_SEATS / seatsPerClaim(cell.scenario));
    const warm = { ...cell, ...about, seconds: WARM_UP_SECONDS, round: 0, claims };
    const { yes, no, undecided, seconds: took } = await measureProduct(stack, warm);
    rates.set(cell, (yes + no + undecided) / took);
  }
  const runs: Run[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    for (const [connections, alike] of groupBy(cells, (cell) => cell.connections)) {
      progress.doing(`no-op, round ${round} of ${rounds}`);
      const wanted = { scenario: 'free' as const, connections, round, ...about };
      runs.push(await measureNoOp(stack.project, noOp, requests, wanted));
      for (const cell of alike) {
        progress.doing(`${nameOf(cell, replicas)}, round ${round} of ${rounds}`);
        const claims = roomFor(cell, (rates.get(cell) ?? 0) * seconds * ROOM);
        runs.push(await measureProduct(stack, { ...cell, ...about, round, claims }));
      }
    }
  }
  return runs;
}

const nameOf = ({ strategy, scenario, connections }: Cell, replicas: number): string =>
  `${strategy} at ${replicas}, ${scenario}, ${connections} connections`;

function roomFor({ scenario }: Cell, claims: number): number {
  const wanted = Math.max(ROOM_LEAST, Math.ceil(claims));
  return scenario === 'hot' ? wanted : Math.min(wanted, SEATS_MOST / seatsPerClaim(scenario));
}

/** Of fewer a second no share has a median worth telling. */
const MOST_LEAST = 40;
/** What is only asked of the fastest, and takes a minute each. */
const LONG_STRATEGY = 'batched';

/** At shares of what the same strategy sold in the closed model just before. */
export async function measureOpenShares(
  { stack, replicas }: Site,
  { openSeconds: seconds }: Plan,
  runs: readonly Run[],
  progress: Progress,
): Promise<OpenRun[]> {
  const found = mostSold(runs);
  const open: OpenRun[] = [];
  for (const share of found === null || seconds === 0 ? [] : OPEN_SHARES) {
    const { strategy, most } = found ?? { strategy: '', most: 0 };
    progress.doing(`${strategy} at ${replicas}, ${share * 100} % of its most at a fixed rate`);
    open.push(
      await measureOpen(stack, { strategy, replicas, share, perSecond: Math.round(most * share), seconds }),
    );
  }
  return open;
}

export async function measureLong(
  site: Site,
  { sustainSeconds: seconds, sellsOut }: Plan,
  runs: readonly Run[],
  progress: Progress,
): Promise<{ sellOut: SellOut | null; sustained: Sustained | null }> {
  const found = mostSold(runs);
  if (found?.strategy !== LONG_STRATEGY) return { sellOut: null, sustained: null };
  progress.doing(`${found.strategy} at ${site.replicas}, until the last seat`);
  const sellOut = sellsOut ? await unlessNotMade(measureSellOut(site, found.strategy)) : null;
  progress.doing(`${found.strategy} at ${site.replicas}, two thirds of its most for ${seconds} s`);
  const sustained = seconds > 0 ? await unlessNotMade(measureSustained(site, { ...found, seconds })) : null;
  return { sellOut, sustained };
}

/** What was measured before is worth keeping. */
async function unlessNotMade<Result>(measuring: Promise<Result>): Promise<Result | null> {
  try {
    return await measuring;
  } catch (error) {
    if (!(error instanceof EventNotMade)) throw error;
    process.stderr.write(`  not measured: ${error.message}\n`);
    return null;
  }
}

/** Of free seats, at the most connections; null where that was not measured, or next to nothing was sold. */
function mostSold(runs: readonly Run[]): { strategy: string; most: number } | null {
  const connections = Math.max(...runs.map((run) => run.connections));
  const alike = runs.filter((run) => run.scenario === 'free' && run.connections === connections);
  const strategy = alike.find((run) => run.strategy !== null)?.strategy ?? null;
  const most = median(alike.filter((run) => run.strategy !== null).map((run) => run.perSecond));
  return strategy === null || most < MOST_LEAST ? null : { strategy, most };
}

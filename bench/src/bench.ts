import { join } from 'node:path';
import type { Progress } from '../../lab/src/report/progress.js';
import { groupBy } from '../../lab/src/group-by.js';
import { writeRequests } from './load/request-file.js';
import { seatsPerClaim } from './load/scenarios.js';
import { measureNoOp } from './measure/measure-no-op.js';
import { measureProduct } from './measure/measure-product.js';
import type { Run } from './measure/run.js';
import type { Cell, Plan } from './plan.js';
import { median } from './median.js';
import type { OpenRun } from './open/open-run.js';
import { measureOpen } from './open/measure-open.js';
import type { BenchStack } from './stack/bench-stack.js';
import type { NoOpFront } from './stack/no-op-front.js';

/** `SEATS_PER_EVENT_MOST` of the contracts. */
const SEATS_MOST = 100_000;
/** Requests that are made before; where no seats limit them, above what any generator sends in a second. */
const REQUESTS_PER_SECOND_MOST = 45_000;
const WARM_UP_SECONDS = 1;
const WARM_UP_CLAIMS = 20_000;
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
 * One strategy's cells: warmed up, then in rounds of the no-op and each of them, so that a ratio is always of neighbours
 * in time.
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
    const claims = roomFor(cell, WARM_UP_CLAIMS);
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

/** At shares of what the same strategy sold in the closed model just before. */
export async function measureOpenShares(
  { stack, replicas }: Site,
  { openSeconds: seconds }: Plan,
  runs: readonly Run[],
  progress: Progress,
): Promise<OpenRun[]> {
  const strategy = runs.find((run) => run.strategy !== null)?.strategy;
  if (typeof strategy !== 'string') return [];
  const most = median(runs.filter(isMost).map(({ perSecond }) => perSecond));
  const open: OpenRun[] = [];
  for (const share of Number.isNaN(most) || seconds === 0 ? [] : OPEN_SHARES) {
    progress.doing(`${strategy} at ${replicas}, ${share * 100} % of its most at a fixed rate`);
    const perSecond = Math.round(most * share);
    open.push(await measureOpen(stack, { strategy, replicas, share, perSecond, seconds }));
  }
  return open;
}

const isMost = ({ what, scenario, connections }: Run, _: number, all: readonly Run[]): boolean =>
  what === 'product' && scenario === 'free' && connections === Math.max(...all.map((run) => run.connections));

import type { BenchResults } from '../results/results.js';
import type { Costs } from '../scaling/model.js';
import { apart, estimate, foundAgain, sumOf } from '../scaling/model.js';
import type { Summary } from '../summary.js';
import { summaries } from '../summary.js';
import { markdownTable, rounded } from './figures.js';
import { most } from './targets.js';

/** The one that is to sell the most. */
const STRATEGY = 'batched';
const SIZES = [2, 4, 16, 64];
const BYTES_PER_MB = 1_000_000;

const freeOf = ({ runs, strategy, replicas }: BenchResults): Summary | undefined =>
  most(summaries(runs), strategy, 'free', replicas);

/** Everything under "The figures" in docs/scaling.md. */
export function scalingTables(results: readonly BenchResults[]): string {
  const measured = results.find(
    ({ strategy, replicas, cores, machine }) =>
      strategy === STRATEGY && replicas === 1 && cores === machine.cpus,
  );
  const found = measured && freeOf(measured);
  if (measured === undefined || found === undefined) return 'Nothing has been measured yet.';
  const costs = costsIn(found);
  return [
    '### What a claim costs (measured)',
    costText(found, costs),
    '### How far to trust it (measured)',
    trustTable(results),
    '### One machine (computed)',
    machineTable(costs, found.walBytes ?? 0),
    '### PostgreSQL on a machine of its own (computed)',
    apartTable(costs, found.walBytes ?? 0),
  ].join('\n\n');
}

const costsIn = ({ cpuUs }: Summary): Costs => ({
  node: cpuUs['node'] ?? 0,
  nginx: cpuUs['nginx'] ?? 0,
  postgres: cpuUs['postgres'] ?? 0,
  nats: cpuUs['nats'] ?? 0,
  inventory: cpuUs['inventory'] ?? 0,
});

function costText({ connections, perSecond }: Summary, costs: Costs): string {
  const head = ['process', 'µs a claim', 'one of it could do, a second'];
  const rows = Object.entries(costs).map(([part, us]) => [part, rounded(us), rounded(1_000_000 / us)]);
  const sum = ['all together', rounded(sumOf(costs)), ''];
  const load = `free seats, 1 replica, ${connections} connections`;
  const where = `\`${STRATEGY}\`, ${load}, ${rounded(perSecond.median)} a second:`;
  return `${where}\n\n${markdownTable(head, [...rows, sum])}`;
}

function trustTable(results: readonly BenchResults[]): string {
  const rows = results.flatMap((one) => {
    const found = freeOf(one);
    if (found === undefined || one.strategy !== STRATEGY) return [];
    const usEach = Object.values(found.cpuUs).reduce((sum, us) => sum + us, 0);
    const { perSecond, othersCores } = found;
    const again = foundAgain({ perSecond: perSecond.median, usEach, cores: one.cores, othersCores });
    return [
      [
        ...[
          `${one.cores}`,
          `${one.replicas}`,
          rounded(perSecond.median),
          rounded(usEach),
          rounded(othersCores),
        ],
        `${Math.round(again * 100)} %`,
      ],
    ];
  });
  return markdownTable(
    [
      'processors',
      'replicas',
      'claims a second',
      'µs each, with the generator',
      'processors of others',
      'found again',
    ],
    rows,
  );
}

function machineTable(costs: Costs, walBytes: number): string {
  const rows = SIZES.map((cores) => {
    const shipped = estimate(costs, cores);
    const several = estimate(costs, cores, ['nginx']);
    const both = estimate(costs, cores, ['nginx', 'inventory']);
    return [
      ...[
        `${cores}`,
        rounded(shipped.perSecond),
        shipped.bottleneck,
        rounded(several.perSecond),
        several.bottleneck,
      ],
      ...[
        rounded(both.perSecond),
        `${both.replicas}`,
        `${rounded((both.perSecond * walBytes) / BYTES_PER_MB)} MB/s`,
      ],
    ];
  });
  return markdownTable(
    [
      ...['processors', 'as it ships', 'limited by', 'a worker of nginx for each processor', 'limited by'],
      ...['inventory in partitions as well', 'replicas then busy', 'WAL then'],
    ],
    rows,
  );
}

function apartTable(costs: Costs, walBytes: number): string {
  const rows = SIZES.slice(1).map((cores) => {
    const { perSecond, machines } = apart(costs, cores);
    return [
      `${cores}`,
      rounded(perSecond),
      `${machines}`,
      `${rounded((perSecond * walBytes) / BYTES_PER_MB)} MB/s`,
    ];
  });
  return markdownTable(
    ['processors of each machine', 'PostgreSQL bears', 'machines of services that keep it busy', 'WAL then'],
    rows,
  );
}

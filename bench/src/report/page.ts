import { SCENARIOS, SCENARIO_WORDS } from '../load/scenarios.js';
import type { BenchResults } from '../results/results.js';
import type { Summary } from '../summary.js';
import { spreadOf, summaries } from '../summary.js';
import { markdownTable, rangeText, ratioText, rounded } from './figures.js';
import { sellOutTable, sustainedTable } from './long-tables.js';
import { most, targetRows } from './targets.js';

export const PROCESSES = ['node', 'nginx', 'postgres', 'redis', 'nats', 'inventory', 'generator'] as const;

const NOTHING = 'Nothing has been measured yet.';

const nameOf = ({ strategy, what }: Summary): string => (strategy === null ? `*${what}*` : strategy);

/** Everything under "What was found" in docs/benchmarks.md. */
export function benchmarkTables(all: readonly BenchResults[]): string {
  const results = all.filter(onWholeMachine);
  if (results.length === 0) return NOTHING;
  return [
    conditionsText(results),
    '### Where it stands',
    markdownTable(['what', 'wanted', 'found', ''], targetRows(results)),
    ...sizesOf(results).flatMap((replicas) =>
      sizeSection(results.filter((one) => one.replicas === replicas)),
    ),
    '### At a fixed rate',
    openTable(results),
    '### A quota of 100,000 until its last seat',
    sellOutTable(results),
    '### Two thirds of the most, for a while',
    sustainedTable(results),
    '### What a claim costs',
    costTable(results),
    '### The ceilings',
    ceilingsTable(results),
  ].join('\n\n');
}

/** Those that were held to fewer processors are for docs/scaling.md. */
export const onWholeMachine = ({ cores, machine }: BenchResults): boolean => cores === machine.cpus;

const sizesOf = (results: readonly BenchResults[]): number[] =>
  [...new Set(results.map(({ replicas }) => replicas))].toSorted((one, other) => one - other);

function conditionsText(results: readonly BenchResults[]): string {
  const [first] = results;
  if (first === undefined) return NOTHING;
  const { machine, configuration } = first;
  const others = results.flatMap(({ runs }) => runs.map(({ othersCores }) => othersCores));
  const commits = [...new Set(results.map(({ commit }) => (commit ?? 'unknown').slice(0, 12)))];
  const seen = spreadOf(others);
  return [
    `${machine.cpus} × ${machine.cpu}, ${machine.memoryGiB} GiB, Linux ${machine.kernel};`,
    `Node ${machine.node}, PostgreSQL ${machine.postgres},`,
    `nginx ${configuration['nginx']}, wrk ${configuration['wrk']};`,
    `commit ${commits.join(', ')}.`,
    `Programs that have nothing to do with it had ${rounded(seen.median)} processors meanwhile`,
    `(${rounded(seen.least)} – ${rounded(seen.most)}): the nearer to 0, the more the absolute figures say.`,
  ].join(' ');
}

function sizeSection(results: readonly BenchResults[]): string[] {
  const all = results.flatMap(({ runs }) => summaries(runs));
  const noOps = all.filter(({ what }) => what === 'no-op');
  const replicas = results[0]?.replicas ?? 0;
  const loads = [...new Set(all.filter(({ what }) => what === 'product').map(loadOf))];
  const cell = (strategy: string, load: string): string => {
    const found = all.find((one) => one.strategy === strategy && loadOf(one) === load);
    if (found === undefined) return '–';
    return `${rounded(found.perSecond.median)} · ${ratioText(found.ratio.median)}`;
  };
  const rows = results.map(({ strategy }) => [strategy, ...loads.map((load) => cell(strategy, load))]);
  const ceiling = noOps.map(
    ({ connections, perSecond }) => `${connections} connections: ${rangeText(perSecond)}`,
  );
  return [
    `### Claims a second, ${replicas === 1 ? '1 replica' : `${replicas} replicas`}`,
    markdownTable(['strategy', ...loads], rows),
    `A second · of the no-op of the same round. The no-op: ${ceiling.join('; ')}.`,
  ];
}

const loadOf = ({ scenario, connections }: Summary): string => `${scenario}, ${connections}`;

function openTable(results: readonly BenchResults[]): string {
  const pair = ({ p50Ms, p99Ms }: { p50Ms: number | null; p99Ms: number | null }): string =>
    `${rounded(p50Ms)} / ${rounded(p99Ms)}`;
  return markdownTable(
    [
      'strategy',
      'replicas',
      'of its most',
      'per second',
      'winners p50 / p99 ms',
      'losers p50 / p99 ms',
      'verdict',
    ],
    results.flatMap(({ open }) =>
      open.map((one) => [
        ...[one.strategy, `${one.replicas}`, `${one.share * 100} %`, rounded(one.sentPerSecond)],
        ...[pair(one.winners), pair(one.losers), one.verdict],
      ]),
    ),
  );
}

function costTable(results: readonly BenchResults[]): string {
  const all = results.flatMap(({ runs }) => summaries(runs));
  const rows = results.flatMap(({ strategy, replicas }) =>
    SCENARIOS.flatMap((scenario) => most(all, strategy, scenario, replicas) ?? []),
  );
  const head = [
    'strategy',
    'load',
    'replicas',
    ...PROCESSES.map((kind) => `${kind} µs`),
    'WAL bytes',
    'lag p50 / p99 ms',
  ];
  return markdownTable(
    [...head, 'memory MiB'],
    rows.map((row) => [
      ...[nameOf(row), row.scenario, `${row.replicas}`],
      ...PROCESSES.map((kind) => rounded(row.cpuUs[kind] ?? null)),
      ...[rounded(row.walBytes), `${rounded(row.lagP50Ms)} / ${rounded(row.lagP99Ms)}`],
      `${rounded(row.memoryMib.before)} → ${rounded(row.memoryMib.after)}`,
    ]),
  );
}

function ceilingsTable(results: readonly BenchResults[]): string {
  const ceilings = results.map((one) => one.ceilings);
  const disk = ceilings.map(({ fdatasyncUs }) => fdatasyncUs.p50);
  const shapes = ceilings.flatMap(({ pgbench }) => pgbench ?? []);
  const named = [...new Set(shapes.map(({ claims, clients }) => `${claims} ${clients}`))].map((shape) => {
    const alike = shapes.filter(({ claims, clients }) => `${claims} ${clients}` === shape);
    const [claims, clients] = shape.split(' ');
    const what = `pgbench, ${claims === '1' ? 'one claim' : `${claims} claims`} a statement, ${clients} clients`;
    return [what, `${rangeText(spreadOf(alike.map(({ perSecond }) => perSecond)))} claims a second`];
  });
  const rows = [['fdatasync of a page', `${rangeText(spreadOf(disk))} µs`], ...named];
  return results.length === 0 ? '' : markdownTable(['what', 'median (least – most)'], rows);
}

/** For the README: the strategies at the fewest replicas. */
export function benchmarksInShort(everything: readonly BenchResults[]): string {
  const results = everything.filter(onWholeMachine);
  if (results.length === 0) return `${NOTHING}\n`;
  const replicas = sizesOf(results)[0] ?? 1;
  const here = results.filter((one) => one.replicas === replicas);
  const all = here.flatMap(({ runs }) => summaries(runs));
  const cell = (strategy: string, scenario: (typeof SCENARIOS)[number]): string => {
    const found = most(all, strategy, scenario, replicas);
    return found === undefined
      ? '–'
      : `${rounded(found.perSecond.median)} · ${ratioText(found.ratio.median)}`;
  };
  const half = (one: BenchResults): string => {
    const winners = one.open.find(({ share }) => share === 0.5)?.winners;
    return winners === undefined ? '–' : `${rounded(winners.p50Ms)} / ${rounded(winners.p99Ms)} ms`;
  };
  const head = [
    'strategy',
    'free seats',
    'hot seats (refusals)',
    'any one',
    'baskets of 4',
    'p50 / p99 at half of it',
  ];
  return `${markdownTable(
    head,
    here.map((one) => [
      one.strategy,
      ...SCENARIOS.map((scenario) => cell(one.strategy, scenario)),
      half(one),
    ]),
  )}\n`;
}

export const scenarioList = (): string =>
  SCENARIOS.map((scenario) => `- **${scenario}**: ${SCENARIO_WORDS[scenario]}`).join('\n');

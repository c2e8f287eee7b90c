import type { StrategyView } from '#contracts';
import type { Subject } from './casting.ts';
import { type Result, ordersIn, shortest, whereIn } from './results.ts';
import { isApart } from './scenes.ts';
import { DEADLOCK, SERIALIZATION_FAILURE, storyOf } from './stories.ts';

export interface Tried {
  readonly strategy: StrategyView;
  readonly subject: Subject;
  readonly results: readonly Result[];
}

const UNDONE: Readonly<Record<string, string>> = {
  [DEADLOCK]: 'deadlock',
  [SERIALIZATION_FAILURE]: 'serialization failure',
};

const sum = (results: readonly Result[], count: (one: Result) => number): number =>
  results.reduce((all, one) => all + count(one), 0);

/** At SERIALIZABLE it depends on PostgreSQL's plans, and so on its statistics, whom it undoes: nothing is counted. */
function cells({ subject, results }: Tried): string[] {
  const varies = subject.policy.isolation === 'serializable';
  const soldTwice = (some: readonly Result[]): string => {
    const orders = sum(some, (one) => one.orders);
    const twice = sum(some, (one) => ordersIn(one.soldTwice));
    if (orders === 0) return '–';
    return `${twice === 0 ? '0' : `**${twice}**`} of ${varies ? 'all' : orders}`;
  };
  const held = results.filter(({ leaseLost }) => !leaseLost);
  const undone = [...new Set(results.flatMap((one) => [...one.undone]))].toSorted();
  return [
    soldTwice(held.filter(({ scene }) => !isApart(scene))),
    soldTwice(held.filter(({ scene }) => isApart(scene))),
    soldTwice(results.filter(({ leaseLost }) => leaseLost)),
    varies ? 'varies' : undone.map((state) => UNDONE[state] ?? state).join(', ') || '–',
    varies ? 'varies' : results.some(({ nobodyServed }) => nobodyServed > 0) ? 'yes' : '–',
  ];
}

const HEAD = [
  'in one replica',
  'in two replicas',
  'and a lease lost',
  'undone and tried again',
  'nobody served',
];
const row = (all: readonly string[]): string => `| ${all.join(' | ')} |`;
const rule = (columns: number): string => `|${'---|'.repeat(columns)}`;

function usualTable(tried: readonly Tried[]): string[] {
  const rows = tried.map((one) => {
    const { strategy, results } = one;
    const told = shortest(results);
    const key = told === undefined ? strategy.key : `[${strategy.key}](#${strategy.key})`;
    const lines = told === undefined ? '–' : `${storyOf(told.played).length} steps`;
    return row([key, strategy.guarantee, ...cells(one), lines]);
  });
  const head = ['strategy', 'guarantee', ...HEAD, 'shortest counterexample'];
  return [row(head), rule(head.length), ...rows];
}

function otherTable(tried: readonly Tried[]): string[] {
  const head = ['strategy', 'isolation', 'lock scope', ...HEAD];
  const rows = tried.map((one) => {
    const { strategy, subject } = one;
    return row([strategy.key, subject.policy.isolation, subject.policy.lockScope, ...cells(one)]);
  });
  return [row(head), rule(head.length), ...rows];
}

function counterexample({ strategy, results }: Tried): string[] {
  const told = shortest(results);
  if (told === undefined) return [];
  const lines = storyOf(told.played).map((line, index) => `${index + 1}. ${line}`);
  const found = [...new Set(told.played.findings.map(({ text }) => text))];
  return [`### ${strategy.key}`, '', `${capital(whereIn(told.result))}.`, '', ...lines, '', ...found, ''];
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** docs/interleavings.md. Nothing on it depends on time. */
export const page = (usual: readonly Tried[], others: readonly Tried[]): string =>
  [
    ...ABOUT,
    ...usualTable(usual),
    '',
    ...OTHERS,
    ...otherTable(others),
    '',
    ...STORIES,
    ...usual.flatMap(counterexample),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');

const ABOUT = [
  '# Every order of two claims',
  '',
  'Two claims want one seat, the same two seats named in opposite orders, or two seats each with one in common. A scheduler lets exactly one of them go to its next named step, on real PostgreSQL and Redis, and tries every order of their steps: with both claims in one replica, and each in its own; the guard off. Whoever waits for the other, in PostgreSQL or in the process, lets the other go on, as in PostgreSQL’s `isolationtester`. Whether a seat was sold twice is asked of the rows, by the checkers that judge a race.',
  '',
  'The tests of [`services/booking/test/interleavings`](../services/booking/test/interleavings) explore all of this with every `npm test`, compare it with what each guarantee promises in both directions, and with this page (`-u` writes it). Bounds:',
  '',
  '- Nobody stops at a step after which nothing is sent before the next one: what the other does meanwhile it could as well do before. Found out for each strategy, and checked in every order.',
  '- Where nothing tells the two claims apart (one seat), whoever moves first is called A.',
  '- In one replica the two are also begun while a third claim is under way, where they wait for it: so two claims are in one batch.',
  '- A lease is lost once in an order, at every step of its holder, on all Redis nodes at once as by a restart without data; with the claims in two replicas, for one seat and for two seats each: all of a claim’s leases are taken together and in one order, however it names its seats.',
  '- Which of two transactions PostgreSQL undoes is its own decision: orders are counted up to a deadlock, and explored to the end. At SERIALIZABLE it depends on its plans whether it undoes one at all, so that nothing is counted there.',
  '- Lock libraries as they come are left out: they try again by timers of their own, so it is not known when they wait. The matrix has them. So is `pessimistic-unsorted`, whose deadlocks are measured elsewhere ([measurements.md](measurements.md)).',
  '',
  '"40 of 50": 40 of 50 orders sell a seat twice.',
  '',
];
const OTHERS = [
  '## Other isolations and lock scopes',
  '',
  'The other settings under which a strategy keeps its guarantee, without lost leases.',
  '',
];
const STORIES = ['## The shortest counterexamples', ''];

import { groupBy } from '../group-by.js';
import type { DeepCell, DeepResults } from '../matrix/deep.js';
import { DEEP_EVENTS } from '../matrix/plans.js';
import { timesOf } from './verdict-words.js';

const COMMIT_LETTERS = 10;
const MS_PER_S = 1_000;
const MINUTE_MS = 60_000;

/** For docs/matrix.md: of each strategy what all faults came to, and of each fault how often it hit. */
export function deepMarkdown({ runs }: DeepResults): string {
  const cells = runs.flatMap((run) => run.cells);
  const byStrategy = groupBy(cells, ({ strategy }) => strategy);
  const minutes = Math.round(sum(runs, ({ tookMs }) => tookMs) / MINUTE_MS);
  const commits = [...new Set(runs.map(({ commit }) => (commit ?? 'none').slice(0, COMMIT_LETTERS)))];
  const strategies = [...byStrategy.keys()];
  return [
    [
      `\`npm run matrix -- --deep\`: the strict strategies alone, each on ${timesOf(DEEP_EVENTS, 'event')} at once`,
      `(power cuts: one), so that one strike hits a claim of each of them; ${minutes} minutes,`,
      `commit ${commits.join(', ')}. What the rows are made of is in [\`deep.json\`](../lab/results/deep.json).`,
    ].join(' '),
    table(
      [
        'strategy',
        'hits',
        'operations',
        'sold twice',
        'yeses lost',
        'answers lost',
        'settled',
        'longest answer',
        'verdicts',
      ],
      [...byStrategy].map(([strategy, ofIt]) => [strategy, ...totals(ofIt)]),
    ),
    runs.flatMap((run) => run.cells.flatMap((cell) => differenceOf(run.fault, cell))).join('\n'),
    'Hits, by fault:',
    table(
      ['fault', 'strikes', ...strategies],
      runs.map((run) => [
        `\`${run.fault}\``,
        run.skipped === null ? String(run.strikes) : run.skipped,
        ...strategies.map((name) => String(run.cells.find(({ strategy }) => strategy === name)?.hits ?? '–')),
      ]),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const differenceOf = (fault: string, { strategy, verdict, expected, because }: DeepCell): string[] =>
  because === null ? [] : [`- ${strategy}, \`${fault}\`: ${verdict}, not ${expected}. ${because}`];

function totals(cells: readonly DeepCell[]): string[] {
  const total = (field: 'hits' | 'operations' | 'soldTwice' | 'lost' | 'unknown' | 'recovered'): string =>
    String(sum(cells, (cell) => cell[field]));
  const counts = groupBy(cells, ({ verdict }) => verdict);
  const other = cells.filter(({ verdict, expected }) => verdict !== expected).length;
  const verdicts = [...counts].map(([verdict, ofIt]) => `${ofIt.length} ${verdict}`).join(', ');
  const longestS = Math.max(...cells.map(({ longestAnswerMs }) => longestAnswerMs)) / MS_PER_S;
  return [
    ...[total('hits'), total('operations'), total('soldTwice'), total('lost'), total('unknown')],
    ...[total('recovered'), `${longestS.toFixed(1)} s`],
    `${verdicts}, ${other === 0 ? 'all' : `all but ${other}`} as expected`,
  ];
}

const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)].join(
    '\n',
  );
}

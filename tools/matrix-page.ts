import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MatrixRun } from '../lab/src/matrix/cell.ts';
import { readDeep } from '../lab/src/matrix/deep.ts';
import { EXCEPTIONS } from '../lab/src/matrix/expected.ts';
import { ALL_RUNS } from '../lab/src/matrix/plans.ts';
import { columnText, matrixTable } from '../lab/src/report/matrix-table.ts';
import { deepMarkdown } from '../lab/src/report/deep-markdown.ts';
import { matrixMarkdown } from '../lab/src/report/matrix-markdown.ts';
import { VERDICT_WORDS } from '../lab/src/report/verdict-words.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const RESULTS = join(PROJECT, 'lab', 'results', 'matrix');
/** The README has room for those that tell strategies apart. */
const TOLD = [
  'no-fault-at-1',
  'no-fault',
  'pause-holder',
  'stop-replica',
  'kill-replica',
  'redis-majority-lost',
  'redis-restarted-empty',
  'slow-disk',
];

const INTRODUCTION = [
  'Every strategy under every fault, at three replicas with the guard off where nothing else is said:',
  'what `npm run matrix` found, and [how it comes to a verdict](lab.md).',
  'Strategies in italics are wrong on purpose, or lock libraries as they come; `life` is no strategy, but',
  '[what becomes of claims](lab.md#the-life-of-a-claim).',
];

const exceptionRow = ({ strategy, fault, letter, because }: (typeof EXCEPTIONS)[number]): string =>
  `| ${strategy} | \`${fault}\` | ${letter} | ${because} |`;

const read = (name: string): MatrixRun =>
  JSON.parse(readFileSync(join(RESULTS, `${name}.json`), 'utf8')) as MatrixRun;
/** Fails where a run of the matrix is missing. */
export const committedRuns = (): MatrixRun[] => ALL_RUNS.map(({ name }) => read(name));

export const matrixPage = (): string => `# The matrix

${INTRODUCTION.join(' ')}

${matrixMarkdown(committedRuns())}
## The deep run

${deepMarkdown(readDeep(PROJECT))}

## The faults

| fault | what happens |
|---|---|
${committedRuns()
  .filter(({ fault, guard }) => fault !== 'none' && !guard)
  .map(({ fault, does }) => `| \`${fault}\` | ${does} |`)
  .join('\n')}

## Not what the guarantee says

| strategy | fault | verdict | because |
|---|---|---|---|
${EXCEPTIONS.map(exceptionRow).join('\n')}
`;

/** Strategies that may sell in production, under the faults that tell them apart. */
export function matrixInShort(): string {
  const table = matrixTable(TOLD.map(read));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(['strategy', ...table.columns.map(columnText)]),
    line(['---', ...table.columns.map(() => ':-:')]),
    ...table.rows
      .filter(({ labOnly }) => !labOnly)
      .map(({ strategy, cells }) =>
        line([strategy, ...cells.map((cell) => (cell === null ? '–' : wordOf(cell.verdict)))]),
      ),
    '',
  ].join('\n');
}

const wordOf = (verdict: keyof typeof VERDICT_WORDS): string =>
  verdict === 'UNSAFE' ? '**UNSAFE**' : VERDICT_WORDS[verdict].short;

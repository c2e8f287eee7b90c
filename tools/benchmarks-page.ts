import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { benchmarkTables, benchmarksInShort, scenarioList } from '../bench/src/report/page.ts';
import { scalingTables } from '../bench/src/report/scaling-page.ts';
import { plots } from '../bench/src/report/plots.ts';
import { readResults } from '../bench/src/results/results.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SECTION = /(<!-- benchmarks -->\n).*?(<!-- \/benchmarks -->)/s;
const written = (name: string): string => readFileSync(join(ROOT, 'bench', name), 'utf8').trimEnd();

/** The method as somebody wrote it, and below it what was measured. */
export function benchmarksPage(): string {
  const method = written('method.md').replace('<!-- loads -->', scenarioList());
  return `${method}\n\n## What was found\n\n${benchmarkTables(readResults(ROOT))}\n`;
}

export const scalingPage = (): string =>
  `${written('scaling.md').replace('<!-- figures -->', scalingTables(readResults(ROOT)))}\n`;

export const benchmarkPlots = (): Readonly<Record<string, string>> => plots(readResults(ROOT));

/** The README with its table as it is now. */
export function readmeWithBenchmarks(): string {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  return readme.replace(
    SECTION,
    (_, begin: string, end: string) => begin + benchmarksInShort(readResults(ROOT)) + end,
  );
}

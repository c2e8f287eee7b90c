import type { SellOut, Sustained } from '../long/long-runs.js';
import { median } from '../median.js';
import type { BenchResults } from '../results/results.js';
import { markdownTable, ratioText, rounded } from './figures.js';

const total = (byKind: Readonly<Record<string, number>>): number =>
  Object.values(byKind).reduce((sum, mib) => sum + mib, 0);

/** The last tenth's rate as a share of the middle one's: 1 is a sale that does not slow down. */
export const endOf = ({ tenths }: SellOut): number => (tenths.at(-1) ?? 0) / median(tenths);

export const growthMib = ({ memoryMib }: Sustained): number => total(memoryMib.late) - total(memoryMib.early);

export function sellOutTable(results: readonly BenchResults[]): string {
  const rows = results.flatMap(({ strategy, replicas, sellOut }) =>
    sellOut === null
      ? []
      : [
          [
            ...[strategy, `${replicas}`, rounded(sellOut.perSecond), ratioText(sellOut.ratio)],
            ...[sellOut.sold.toLocaleString('en'), ratioText(endOf(sellOut)), rounded(sellOut.othersCores)],
          ],
        ],
  );
  const head = [
    'strategy',
    'replicas',
    'a second, first seat to last',
    'of the no-op',
    'sold',
    'last tenth ÷ median tenth',
  ];
  return rows.length === 0 ? 'Not measured yet.' : markdownTable([...head, 'processors of others'], rows);
}

export function sustainedTable(results: readonly BenchResults[]): string {
  const rows = results.flatMap(({ strategy, replicas, sustained }) =>
    sustained === null
      ? []
      : [
          [
            ...[strategy, `${replicas}`, `${rounded(sustained.seconds)} s`, rounded(sustained.sentPerSecond)],
            sustained.thirds.map(({ p50Ms, p99Ms }) => `${rounded(p50Ms)} / ${rounded(p99Ms)}`).join(', '),
            `${rounded(sustained.lag.p50Ms)} / ${rounded(sustained.lag.p99Ms)}`,
            ...[`${rounded(growthMib(sustained))} MiB`, rounded(sustained.othersCores)],
          ],
        ],
  );
  const head = [
    'strategy',
    'replicas',
    'for',
    'a second',
    'winners p50 / p99 ms, by thirds',
    'lag p50 / p99 ms',
  ];
  const more = ['memory, last two thirds', 'processors of others'];
  return rows.length === 0 ? 'Not measured yet.' : markdownTable([...head, ...more], rows);
}

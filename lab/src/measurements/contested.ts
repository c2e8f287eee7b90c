import type { StrategyView } from '#contracts';
import { z } from 'zod';
import type { Evidence } from '#checkers';
import type { Pair } from '../driver/contest.js';
import { closePairs, contestAll, openPairs } from '../driver/contest.js';
import type { Laboratory } from '../experiment.js';
import { recordRun } from '../experiment.js';
import { groupBy } from '../group-by.js';
import { runParameters } from '../run-parameters.js';
import { forgetRun } from '../runs-folder.js';
import type { Step } from './measurement.js';
import { measurement } from './measurement.js';

const REPLICAS = 3;
const WORK_MS = 2;
const PAIRS = 100;
/** Between two events everybody waits until inventory is right and all is judged: not too often. */
const SEATS_PER_EVENT_MOST = 10_000;
/** A sale that was not contested is made up for; a strategy that sells hardly anything must come to an end too. */
const EVENTS_MORE_MOST = 10;
const CONTROL = { strategy: 'none', sales: 2_000 };

const Row = z.object({
  asExpected: z.boolean(),
  strategy: z.string(),
  contested: z.int(),
  soldTwice: z.int(),
  /** seats that were not sold, or of whose buyers one had his answer before the other asked */
  others: z.int(),
  attempts: z.int(),
  events: z.int(),
  /** of all checkers, by kind */
  findings: z.record(z.string(), z.int()),
  /** runs that were not as expected, whose histories are kept */
  kept: z.array(z.string()),
});
type Row = z.infer<typeof Row>;

export const contested = measurement<Row>({
  title: 'Contested sales',
  tells:
    'Fresh seats, each wanted by two buyers who were on their way at the same time, and sold: how many of them were ' +
    'sold twice, the guard off. The control, which protects nothing, has to be caught, or the others prove nothing.',
  usual: { rounds: 1, sales: 2_000 },
  parameters: { replicas: REPLICAS, pairs: PAIRS, workMs: WORK_MS, controlSales: CONTROL.sales },
  row: Row,
  steps: (strategies, { sales }) => [
    ...strategies.filter(({ key }) => key === CONTROL.strategy).map((one) => stepOf(one, CONTROL.sales)),
    ...strategies
      .filter(({ guarantee, labOnly }) => guarantee === 'strict' && !labOnly)
      .map((one) => stepOf(one, sales)),
  ],
  tables: (rows) => [
    {
      title: null,
      head: ['strategy', 'contested sales', 'sold twice', 'attempts', 'other findings', 'verdict'],
      rows: rows.map((row) => [
        ...[row.strategy, String(row.contested), String(row.soldTwice), String(row.attempts)],
        ...[otherFindings(row), verdictOfRow(row, rows)],
      ]),
    },
  ],
});

function otherFindings({ findings }: Row): string {
  const others = Object.entries(findings).filter(([kind]) => kind !== 'double-sale');
  return others.map(([kind, count]) => `${kind}: ${count}`).join(', ') || '–';
}

/** Nothing is safe that was not measured beside a control that was caught. */
function verdictOfRow(row: Row, rows: readonly Row[]): string {
  const caught = rows.some((one) => one.strategy === CONTROL.strategy && one.soldTwice > 0);
  if (!caught) return 'INCONCLUSIVE';
  if (row.soldTwice > 0) return row.strategy === CONTROL.strategy ? 'UNSAFE (the control)' : 'UNSAFE';
  return row.asExpected ? 'SAFE' : 'not as expected';
}

const stepOf = (strategy: StrategyView, sales: number): Step<Row> => ({
  name: strategy.key,
  replicas: REPLICAS,
  async measure(lab, doing) {
    const pairs = openPairs(lab.api.url, PAIRS);
    const sum = nothingYet(strategy.key);
    const eventsMost = Math.ceil(sales / SEATS_PER_EVENT_MOST) + EVENTS_MORE_MOST;
    try {
      while (sum.contested < sales && sum.events < eventsMost) {
        doing(`${strategy.key}: ${sum.contested} of ${sales} contested sales`);
        await addEvent(sum, lab, strategy, Math.min(SEATS_PER_EVENT_MOST, sales - sum.contested), pairs);
      }
    } finally {
      closePairs(pairs);
    }
    return { ...sum, asExpected: sum.asExpected && sum.contested >= sales };
  },
});

const nothingYet = (strategy: string): Row => ({
  ...{ asExpected: true, strategy, contested: 0, soldTwice: 0, others: 0, attempts: 0, events: 0 },
  ...{ findings: {}, kept: [] },
});

/** Judged as every run is, then only counted; the history is kept when it was not as expected. */
async function addEvent(
  sum: Row,
  lab: Laboratory,
  strategy: StrategyView,
  seats: number,
  pairs: readonly Pair[],
): Promise<void> {
  const wanted = { buyers: 2 * seats, seats, workMs: WORK_MS };
  const parameters = runParameters(strategy, lab.replicas.length, wanted);
  const { result, evidence, folder } = await recordRun(lab, strategy, parameters, (sale, recorder) =>
    contestAll(pairs, sale, lab.patience, recorder),
  );
  const contestedHere = contestedSales(evidence);
  sum.events += 1;
  sum.contested += contestedHere;
  sum.others += seats - contestedHere;
  sum.soldTwice += result.soldTwice;
  sum.attempts += result.attempts;
  for (const [kind, count] of Object.entries(result.findingCounts)) {
    sum.findings[kind] = (sum.findings[kind] ?? 0) + count;
  }
  if (result.asExpected) await forgetRun(folder);
  else {
    sum.asExpected = false;
    sum.kept.push(result.run);
  }
}

/** Seats that were sold, and of whose buyers two were on their way at the same time. */
export function contestedSales({ operations, ledger }: Pick<Evidence, 'operations' | 'ledger'>): number {
  const sold = new Set(ledger.filter((row) => row.liveDelta > 0).map((row) => row.seat));
  const rivals = groupBy(operations, (operation) => operation.seats[0] ?? '');
  return [...rivals].filter(([seat, [one, other]]) => {
    if (!sold.has(seat) || one === undefined || other === undefined) return false;
    return one.invokedAtUs < other.completedAtUs && other.invokedAtUs < one.completedAtUs;
  }).length;
}

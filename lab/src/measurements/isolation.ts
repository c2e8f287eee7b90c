import type { StrategyView } from '#contracts';
import { ISOLATIONS, Isolation, LimitRule } from '#contracts';
import { z } from 'zod';
import { liveByCustomer } from '#checkers';
import type { Size, Step, Table } from './measurement.js';
import { measurement } from './measurement.js';
import { Pooled, msText, perText, pooled, verdictText } from './pooled.js';
import { countedRounds, countsText } from './rounds.js';

const REPLICAS = 3;
const RACE = { buyers: 60, seats: 20, workMs: 20 };
/** A customer's claims want different seats: all that keeps them to their limit is the rule. */
const SKEW = { buyers: 160, customers: 20, seats: 160, workMs: 20, maxPerCustomer: 4 };
const SKEW_STRATEGY = 'conditional';

const Counts = z.record(z.string(), z.number());
const Measured = Pooled.extend({
  strategy: z.string(),
  isolation: Isolation,
  undone: Counts,
  retries: Counts,
});
const RaceRow = Measured.extend({ block: z.literal('race') });
const SkewRow = Measured.extend({
  block: z.literal('write skew'),
  limitRule: LimitRule,
  customersAbove: z.int(),
  customers: z.int(),
});
const Row = z.discriminatedUnion('block', [RaceRow, SkewRow]);
type Row = z.infer<typeof Row>;

export const isolation = measurement<Row>({
  title: 'Isolation levels',
  tells:
    'Every strategy under each isolation level that it can decide under: 60 buyers, 20 seats. What PostgreSQL undid ' +
    'and what a claim tried again by itself are counted by the replicas, for this table only. Then write skew: at ' +
    'most 4 seats a customer, 20 customers who each send 8 claims for 8 different seats at once.',
  usual: { rounds: 3, sales: 0 },
  parameters: { replicas: REPLICAS, ...RACE },
  row: Row,
  steps: (strategies, size) => [...raceSteps(strategies, size), ...skewSteps(strategies, size)],
  tables: (rows) => [raceTable(rows), skewTable(rows)],
});

const raceSteps = (strategies: readonly StrategyView[], { rounds }: Size): Step<Row>[] =>
  strategies
    .filter((strategy) => !strategy.labOnly)
    .flatMap((strategy) => strategy.isolations.map((level) => ({ strategy, level })))
    .map(({ strategy, level }) => ({
      name: `${strategy.key} at ${level}`,
      replicas: REPLICAS,
      async measure(lab, doing) {
        const race = { ...RACE, isolation: level };
        const { runs, counted } = await countedRounds(lab, strategy, race, rounds, doing);
        return { block: 'race', strategy: strategy.key, isolation: level, ...pooled(runs), ...counted };
      },
    }));

const skewSteps = (strategies: readonly StrategyView[], { rounds }: Size): Step<Row>[] =>
  strategies
    .filter((strategy) => strategy.key === SKEW_STRATEGY)
    .flatMap((strategy) =>
      LimitRule.options.flatMap((limitRule) => ISOLATIONS.map((level) => ({ strategy, limitRule, level }))),
    )
    .map(({ strategy, limitRule, level }) => ({
      name: `${limitRule} at ${level}`,
      replicas: REPLICAS,
      async measure(lab, doing) {
        const race = { ...SKEW, limitRule, isolation: level };
        const { runs, counted } = await countedRounds(lab, strategy, race, rounds, doing);
        const live = runs.flatMap(({ evidence }) => [...liveByCustomer(evidence).values()]);
        return {
          ...{ block: 'write skew', strategy: strategy.key, isolation: level, limitRule },
          ...{ customersAbove: live.filter((seats) => seats > SKEW.maxPerCustomer).length },
          ...{ customers: SKEW.customers * runs.length, ...pooled(runs), ...counted },
        };
      },
    }));

const raceTable = (rows: readonly Row[]): Table => ({
  title: null,
  head: ['strategy', 'isolation', 'attempts per sale', 'losers p95', 'undone', 'tried again', 'verdict'],
  rows: rows
    .filter((row) => row.block === 'race')
    .map((row) => [
      ...[row.strategy, row.isolation, perText(row.attempts, row.sold), msText(row.losers.p95Ms)],
      ...[countsText(row.undone), countsText(row.retries), verdictText(row)],
    ]),
});

const skewTable = (rows: readonly Row[]): Table => ({
  title: `At most ${SKEW.maxPerCustomer} seats a customer (\`${SKEW_STRATEGY}\`)`,
  head: [
    ...['rule', 'isolation', 'customers above the limit', 'attempts per sale', 'undone'],
    ...['winners p95', 'verdict'],
  ],
  rows: rows
    .filter((row) => row.block === 'write skew')
    .map((row) => [
      ...[row.limitRule, row.isolation, `${row.customersAbove} of ${row.customers}`],
      ...[perText(row.attempts, row.sold), countsText(row.undone)],
      ...[msText(row.winners.p95Ms), verdictText(row)],
    ]),
});

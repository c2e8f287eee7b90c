import { z } from 'zod';
import { measurement } from './measurement.js';
import { Pooled, msText, perText, pooled, verdictText } from './pooled.js';
import { countedRounds, countsText } from './rounds.js';

const REPLICAS = 3;
const RACE = { buyers: 60, seats: 20, basket: 2, workMs: 20 };
const STRATEGIES = ['pessimistic', 'pessimistic-unsorted'];
const DEADLOCK = '40P01';

export const deadlocks = measurement({
  title: 'Deadlocks',
  tells:
    'Claims for two seats each, which rivals name in opposite orders. Locked in the order of the seats they wait for ' +
    'each other in a line; locked as they are named, in a circle, until PostgreSQL undoes one (40P01). Both are safe.',
  usual: { rounds: 5, sales: 0 },
  parameters: { replicas: REPLICAS, ...RACE },
  row: Pooled.extend({
    strategy: z.string(),
    undone: z.record(z.string(), z.number()),
    retries: z.record(z.string(), z.number()),
  }),
  steps: (strategies, { rounds }) =>
    strategies
      .filter((strategy) => STRATEGIES.includes(strategy.key))
      .map((strategy) => ({
        name: strategy.key,
        replicas: REPLICAS,
        async measure(lab, doing) {
          const { runs, counted } = await countedRounds(lab, strategy, RACE, rounds, doing);
          const pool = pooled(runs);
          const deadlocked = (counted.undone[DEADLOCK] ?? 0) > 0;
          const asExpected = pool.asExpected && deadlocked === strategy.labOnly;
          return { strategy: strategy.key, ...pool, asExpected, ...counted };
        },
      })),
  tables: (rows) => [
    {
      title: null,
      head: [
        'strategy',
        'deadlocks (40P01)',
        'tried again',
        'attempts per sale',
        'losers p95',
        'losers max',
        'verdict',
      ],
      rows: rows.map((row) => [
        ...[row.strategy, String(row.undone[DEADLOCK] ?? 0), countsText(row.retries)],
        ...[perText(row.attempts, row.sold), msText(row.losers.p95Ms), msText(row.losers.maxMs)],
        verdictText(row),
      ]),
    },
  ],
});

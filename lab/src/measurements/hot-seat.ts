import { z } from 'zod';
import { measurement } from './measurement.js';
import { Pooled, msText, perText, pooled, verdictText } from './pooled.js';
import { raceRounds } from './rounds.js';

const REPLICAS = 3;
const RACE = { buyers: 60, seats: 1, workMs: 20 };

export const hotSeat = measurement({
  title: 'One hot seat',
  tells:
    'One seat, wanted by all at once: how long until the winner knows, and until the last of the losers does. ' +
    'Attempts per sale: how many requests it took, a claim that is told to try again counting each time.',
  usual: { rounds: 5, sales: 0 },
  parameters: { replicas: REPLICAS, ...RACE },
  row: Pooled.extend({ strategy: z.string(), guarantee: z.string() }),
  steps: (strategies, { rounds }) =>
    strategies
      .filter((strategy) => !strategy.labOnly)
      .map((strategy) => ({
        name: strategy.key,
        replicas: REPLICAS,
        async measure(lab, doing) {
          const runs = await raceRounds(lab, strategy, RACE, rounds, doing);
          return { strategy: strategy.key, guarantee: strategy.guarantee, ...pooled(runs) };
        },
      })),
  tables: (rows) => [
    {
      title: null,
      head: [
        ...['strategy', 'guarantee', 'winners p50', 'losers p50', 'losers p95', 'losers max'],
        ...['attempts per sale', 'verdict'],
      ],
      rows: rows.map((row) => [
        ...[row.strategy, row.guarantee, msText(row.winners.p50Ms)],
        ...[msText(row.losers.p50Ms), msText(row.losers.p95Ms), msText(row.losers.maxMs)],
        ...[perText(row.attempts, row.sold), verdictText(row)],
      ]),
    },
  ],
});

import { z } from 'zod';
import { measurement } from './measurement.js';
import { Pooled, msText, perText, pooled, verdictText } from './pooled.js';
import { raceRounds } from './rounds.js';

const REPLICAS = 3;
/**
 * Half of the hall is free at the end, so nobody has to be refused. With the guard: picks that avoid each other spare
 * the weak strategies the collision that would catch them, so without it their verdict would be a matter of luck.
 */
const RACE = { buyers: 60, seats: 240, basket: 2, any: true, workMs: 20, guard: true };
const HALLS = ['numbered', 'quota'] as const;

export const anySeats = measurement({
  title: 'Any two seats',
  tells:
    'The herd: everybody wants any two seats of a hall with room for twice as many. Whoever is refused was refused ' +
    'for nothing: the seats that were picked for him were picked for others too.',
  usual: { rounds: 3, sales: 0 },
  parameters: { replicas: REPLICAS, ...RACE, any: 'yes', guard: 'on' },
  row: Pooled.extend({ strategy: z.string(), hall: z.enum(HALLS) }),
  steps: (strategies, { rounds }) =>
    strategies
      .filter((strategy) => !strategy.labOnly)
      .flatMap((strategy) => HALLS.map((hall) => ({ strategy, hall })))
      .map(({ strategy, hall }) => ({
        name: `${strategy.key} ${hall}`,
        replicas: REPLICAS,
        async measure(lab, doing) {
          const race = { ...RACE, quota: hall === 'quota' };
          const runs = await raceRounds(lab, strategy, race, rounds, doing);
          return { strategy: strategy.key, hall, ...pooled(runs) };
        },
      })),
  tables: (rows) => [
    {
      title: null,
      head: ['strategy', 'hall', 'refused', 'attempts per sale', 'p95', 'max', 'verdict'],
      rows: rows.map((row) => [
        ...[row.strategy, row.hall, `${(100 * (1 - row.sold / row.buyers)).toFixed(1)} %`],
        ...[perText(row.attempts, row.sold), msText(row.winners.p95Ms), msText(row.winners.maxMs)],
        verdictText(row),
      ]),
    },
  ],
});

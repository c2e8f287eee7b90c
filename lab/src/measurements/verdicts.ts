import { z } from 'zod';
import { asExpectedIn, nameOf, raceOften, racesOf } from '../proof.js';
import { cellJson } from '../report/proof-json.js';
import { measurement } from './measurement.js';

const REPLICAS = [1, 3, 5];

export const verdicts = measurement({
  title: 'Verdicts',
  tells:
    'Every strategy and every wrong variant against the verdict that its guarantee promises, the guard off; and ' +
    'leases with a holder who pauses past the end of his (`pause-holder`), and the fence that mends it.',
  usual: { rounds: 10, sales: 0 },
  parameters: { replicas: REPLICAS.join(',') },
  row: z.object({
    asExpected: z.boolean(),
    strategy: z.string(),
    guarantee: z.string(),
    labOnly: z.boolean(),
    replicas: z.int(),
    fault: z.string().nullable(),
    buyers: z.int(),
    expected: z.string().nullable(),
    times: z.int(),
    timesAsExpected: z.int(),
    verdicts: z.record(z.string(), z.int()),
  }),
  steps: (strategies, { rounds }) =>
    racesOf(strategies, { replicas: REPLICAS, variants: true }).map((race) => ({
      name: nameOf(race),
      replicas: race.replicas,
      async measure(lab, doing) {
        const cell = await raceOften(lab, race, rounds, doing);
        return { ...cellJson(cell), asExpected: asExpectedIn(cell) === rounds };
      },
    })),
  tables: (rows) => [
    {
      title: null,
      head: [
        'strategy',
        'guarantee',
        'fault',
        ...REPLICAS.map((n) => (n === 1 ? '1 replica' : `${n} replicas`)),
      ],
      rows: [...new Set(rows.map((row) => `${row.strategy} ${row.fault}`))].map((name) => {
        const cells = rows.filter((row) => `${row.strategy} ${row.fault}` === name);
        const [first] = cells;
        const at = REPLICAS.map((replicas) => cells.find((row) => row.replicas === replicas));
        const variant = first?.labOnly === true ? ' (wrong variant)' : '';
        return [
          ...[`${first?.strategy}${variant}`, first?.guarantee ?? '', first?.fault ?? '–'],
          ...at.map((row) =>
            row === undefined ? '–' : `${row.expected}: ${row.timesAsExpected} of ${row.times}`,
          ),
        ];
      }),
    },
  ],
});

import { z } from 'zod';
import { Pooled, msText, perText } from '../measurements/pooled.js';
import type { Results } from '../results-file.js';

const HotSeat = Pooled.extend({ strategy: z.string() });
const AnySeats = Pooled.extend({ strategy: z.string(), hall: z.string() });
const Contested = z.object({ strategy: z.string(), contested: z.int(), soldTwice: z.int() });

const HEAD = [
  'strategy',
  'hot seat: winner p50',
  'hot seat: losers p95',
  'requests per sale',
  'any two seats: refused',
  'contested sales',
  'sold twice',
];

/**
 * The block of docs/strategies.md: of each strategy the numbers that differ most between them. Everything else, and
 * how it was measured, is in docs/measurements.md.
 */
export function measuredStrategies(all: readonly Results[]): string {
  const rowsOf = <Row>(name: string, schema: z.ZodType<Row>): Row[] =>
    all.filter((one) => one.measurement === name).flatMap((one) => z.array(schema).parse(one.rows));
  const hot = rowsOf('hot-seat', HotSeat);
  const any = rowsOf('any-seats', AnySeats);
  const contested = rowsOf('contested', Contested);
  const rows = hot.map((row) => {
    const sales = contested.find(({ strategy }) => strategy === row.strategy);
    return [
      ...[`[${row.strategy}](#${row.strategy})`, msText(row.winners.p50Ms), msText(row.losers.p95Ms)],
      ...[
        perText(row.attempts, row.sold),
        refusedText(any.filter(({ strategy }) => strategy === row.strategy)),
      ],
      ...[
        sales === undefined ? '–' : String(sales.contested),
        sales === undefined ? '–' : String(sales.soldTwice),
      ],
    ];
  });
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(HEAD), `|${HEAD.map(() => '---').join('|')}|`, ...rows.map(line), ''].join('\n');
}

function refusedText(rows: readonly z.infer<typeof AnySeats>[]): string {
  const asked = rows.reduce((sum, row) => sum + row.buyers, 0);
  const served = rows.reduce((sum, row) => sum + row.sold, 0);
  return asked === 0 ? '–' : `${asked - served} of ${asked}`;
}

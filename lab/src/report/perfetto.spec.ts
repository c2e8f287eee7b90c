import { expect, test } from 'vitest';
import { z } from 'zod';
import { recorded } from '../../test/report-fixtures.js';
import { groupBy } from '../group-by.js';
import type { TraceEvent } from './perfetto.js';
import { perfetto } from './perfetto.js';

const Placed = { name: z.string().min(1), pid: z.int(), tid: z.int() };
const args = z.record(z.string(), z.string());
/** As the format's document has it: JSON Object Format; complete, instant and metadata events. */
const TraceFormat = z.strictObject({
  displayTimeUnit: z.enum(['ms', 'ns']),
  otherData: z.record(z.string(), z.string()),
  traceEvents: z.array(
    z.discriminatedUnion('ph', [
      z.strictObject({
        ...{ ...Placed, args, ph: z.literal('X'), cat: z.string() },
        ...{ ts: z.number().min(0), dur: z.number().min(0), cname: z.enum(['terrible']).optional() },
      }),
      z.strictObject({
        ...{ ...Placed, args, ph: z.literal('i'), cat: z.string() },
        ...{ ts: z.number().min(0), s: z.enum(['g', 'p', 't']) },
      }),
      z.strictObject({
        ...Placed,
        ph: z.literal('M'),
        args: z.union([z.strictObject({ name: z.string() }), z.strictObject({ sort_index: z.int() })]),
      }),
    ]),
  ),
});
const FIXTURES = ['mutex', 'distributed-paused', 'fenced-paused'] as const;

test.each(FIXTURES)('the trace of %s has the fields of the format, and no others', (name) => {
  const trace: unknown = JSON.parse(JSON.stringify(perfetto(recorded(name))));
  expect(TraceFormat.safeParse(trace).error?.issues).toBeUndefined();
});

test.each(FIXTURES)('spans of one thread of %s nest or are apart: a viewer draws no others', (name) => {
  const spans = perfetto(recorded(name)).traceEvents.filter((event) => event.ph === 'X');
  const crossing = [...groupBy(spans, ({ pid, tid }) => `${pid} ${tid}`).values()].flatMap((own) =>
    own.flatMap((one) => own.filter((other) => crosses(one, other)).map((other) => [one.name, other.name])),
  );
  expect(crossing).toEqual([]);
});

type Complete = Extract<TraceEvent, { ph: 'X' }>;
const crosses = (one: Complete, other: Complete): boolean =>
  one.ts < other.ts && other.ts < one.ts + one.dur && one.ts + one.dur < other.ts + other.dur;

test('every lane has a name, and what went wrong its colour', () => {
  const { traceEvents, otherData } = perfetto(recorded('distributed-paused'));
  const names = traceEvents.flatMap((event) =>
    event.ph === 'M' && 'name' in event.args ? [event.args.name] : [],
  );
  expect(names).toEqual(
    expect.arrayContaining(['phases', 'booking-1', 'redis-2', 'PostgreSQL', 'NATS', 'inventory']),
  );
  const threads = new Set(traceEvents.filter(({ ph }) => ph !== 'M').map(({ pid, tid }) => `${pid} ${tid}`));
  const named = traceEvents
    .filter(({ name }) => name === 'thread_name')
    .map(({ pid, tid }) => `${pid} ${tid}`);
  expect([...threads].filter((thread) => !named.includes(thread))).toEqual([]);
  expect(named).toEqual([...new Set(named)]);
  expect(traceEvents.filter((event) => 'cname' in event).length).toBeGreaterThan(1);
  expect(otherData).toMatchObject({ strategy: 'distributed', verdict: 'UNSAFE', leftOut: '0' });
});

import { join } from 'node:path';
import { z } from 'zod';
import type { StrategyView } from '#contracts';
import type { Cluster } from '../cluster/cluster.js';
import { withCluster } from '../cluster/with-cluster.js';
import { percentile } from '../percentiles.js';
import { PostgresSale, connect } from '../sale-records.js';
import type { Freed, Way } from './freed-seat.js';
import { WAYS, freeOnce, openHalls } from './freed-seat.js';
import { measurement } from './measurement.js';
import { msText } from './pooled.js';

const REPLICAS = 3;
const ROUNDS = 20;
const TRIES_PER_ROUND = 2;
/** Whoever holds a seat holds it in PostgreSQL, and not by a lease that has to run out. */
const BY_LEASE = 'fenced';
/** A dead connection is seen at once; of a silent one PostgreSQL knows when its transaction has idled for 2 s. */
const MS_MOST: Readonly<Record<Way, number>> = { killed: 100, stopped: 2_500, 'cut off': 2_500 };

const Times = z.object({ p50Ms: z.number().nullable(), maxMs: z.number().nullable() });
const Seen = z.object({
  times: z.int(),
  happened: Times,
  released: Times,
  /** a rival who waits already, and one who comes when it has happened */
  waiting: Times,
  coming: Times,
  /** of both of them together */
  inTime: z.int(),
  soldTwice: z.int(),
});
type Seen = z.infer<typeof Seen>;
const Row = z.object({ asExpected: z.boolean(), strategy: z.string(), ways: z.record(z.enum(WAYS), Seen) });
type Row = z.infer<typeof Row>;

export const freed = measurement<Row>({
  title: 'A seat whose holder is gone',
  tells:
    'A claim has written a seat and not committed when its replica is killed (SIGKILL), stopped (SIGSTOP) or cut off ' +
    'from PostgreSQL: ms from the signal until it is gone (/proc says so), until PostgreSQL lets go of the row, and ' +
    'until somebody else has the seat: a rival who waits already, and one who comes right after. In time is counted ' +
    'from when it is gone. No simulated work; rivals ask other replicas directly.',
  usual: { rounds: ROUNDS, sales: 0 },
  parameters: { replicas: REPLICAS, killedMsMost: MS_MOST.killed, otherMsMost: MS_MOST.stopped },
  row: Row,
  steps: (strategies, { rounds }) =>
    strategies
      .filter(({ key, guarantee, labOnly }) => guarantee === 'strict' && !labOnly && key !== BY_LEASE)
      .map((strategy) => ({
        name: strategy.key,
        replicas: REPLICAS,
        async measure(lab, doing) {
          const own = { replicas: REPLICAS, home: join(lab.home, 'measured'), command: 'npm run measure' };
          return await withCluster(own, async (cluster) => {
            const ways = {
              killed: await seenOn(cluster, strategy, 'killed', rounds, doing),
              stopped: await seenOn(cluster, strategy, 'stopped', othersOf(rounds), doing),
              'cut off': await seenOn(cluster, strategy, 'cut off', othersOf(rounds), doing),
            };
            return { asExpected: WAYS.every((way) => isGood(ways[way])), strategy: strategy.key, ways };
          });
        },
      })),
  tables: (rows) => [
    {
      title: null,
      head: [
        ...['strategy', 'its replica is', 'times', 'gone p50', 'gone max', 'row free p50', 'row free max'],
        ...['waiting p50', 'waiting max', 'coming p50', 'coming max', 'in time', 'sold twice'],
      ],
      rows: WAYS.flatMap((way) => rows.map(({ strategy, ways }) => lineOf(strategy, way, ways[way]))),
    },
  ],
});

/** Each of them takes the 2 s after which PostgreSQL takes the row. */
const othersOf = (rounds: number): number => Math.ceil(rounds / 4);

const isGood = ({ times, inTime, soldTwice }: Seen): boolean =>
  times > 0 && soldTwice === 0 && inTime === 2 * times;

function lineOf(strategy: string, way: Way, seen: Seen): string[] {
  const { times, happened, released, waiting, coming, inTime, soldTwice } = seen;
  return [
    ...[strategy, way, String(times)],
    ...[happened, released, waiting, coming].flatMap(({ p50Ms, maxMs }) => [msText(p50Ms), msText(maxMs)]),
    ...[`${inTime} of ${2 * times} in ${MS_MOST[way]} ms`, String(soldTwice)],
  ];
}

async function seenOn(
  cluster: Cluster,
  strategy: StrategyView,
  way: Way,
  rounds: number,
  doing: (what: string) => void,
): Promise<Seen> {
  // the first one opens what is opened once; and some may have to be done again
  const halls = await openHalls(cluster, strategy, 1 + TRIES_PER_ROUND * rounds);
  const sessions = { looks: await connect(cluster.postgresUrl), waits: await connect(cluster.postgresUrl) };
  const all: Freed[] = [];
  try {
    for (const seat of halls.seats) {
      doing(`${strategy.key} ${way}: ${all.length} of ${rounds}`);
      const once = await freeOnce(cluster, sessions, { ...halls, seat }, way);
      if (once !== null) all.push(once);
      if (all.length > rounds) break;
    }
  } finally {
    await Promise.all([sessions.looks.end(), sessions.waits.end()]);
  }
  const counted = all.slice(1);
  const inTime = counted
    .flatMap(({ happenedMs, waitingMs, comingMs }) => [waitingMs - happenedMs, comingMs - happenedMs])
    .filter((ms) => ms <= MS_MOST[way]).length;
  const soldTwice = (await soldTwiceIn(cluster, halls.waiting)) + (await soldTwiceIn(cluster, halls.coming));
  return {
    ...{ times: counted.length, inTime, soldTwice },
    happened: timesOf(counted.map(({ happenedMs }) => happenedMs)),
    released: timesOf(counted.map(({ releasedMs }) => releasedMs)),
    waiting: timesOf(counted.map(({ waitingMs }) => waitingMs)),
    coming: timesOf(counted.map(({ comingMs }) => comingMs)),
  };
}

const tenth = (ms: number | null | undefined): number | null =>
  ms === null || ms === undefined ? null : Math.round(ms * 10) / 10;

function timesOf(times: readonly number[]): z.infer<typeof Times> {
  const sorted = times.toSorted((one, other) => one - other);
  return { p50Ms: tenth(percentile(sorted, 0.5)), maxMs: tenth(sorted.at(-1)) };
}

async function soldTwiceIn(cluster: Cluster, eventId: string): Promise<number> {
  const { ledger } = await new PostgresSale(cluster.postgresUrl).read(eventId);
  const sales = ledger.filter(({ liveDelta }) => liveDelta > 0);
  return sales.length - new Set(sales.map(({ seat }) => seat)).size;
}

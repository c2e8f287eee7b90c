import type { PolicyChange } from '#contracts';
import type { Finding } from './findings.ts';
import { type Course, oneSeatEach, seatLabels } from './race.ts';

export interface Mutant {
  /** A registered strategy … */
  readonly of: string;
  /** … without this … */
  readonly without: string;
  /** … which is this change of its text … */
  readonly edits: readonly (readonly [from: string, to: string])[];
  /** … and is caught as this … */
  readonly caughtAs: Finding;
  /** … in a race of this kind. */
  readonly course: (policy: PolicyChange) => Course;
}

const SEATS = 5;
const BUYERS_PER_SEAT = 6;
const LEASE_MS = 300;
const PAUSED = { pauseMs: 2 * LEASE_MS, timesPerSeat: 2 };

const oneSeat =
  (replicas: number) =>
  (policy: PolicyChange): Course => ({
    policy,
    seats: SEATS,
    baskets: oneSeatEach(SEATS, BUYERS_PER_SEAT),
    replicas,
  });
/** The last seat of each basket is the first of the next. */
const chain = (policy: PolicyChange): Course => {
  const labels = seatLabels(SEATS);
  const baskets = [0, 2, 0, 2, 1, 1].map((from) => labels.slice(from, from + 3));
  return { policy, seats: SEATS, baskets, replicas: 2 };
};
const outlived =
  (course: (policy: PolicyChange) => Course) =>
  (policy: PolicyChange): Course => ({
    ...course({ ...policy, lockTtlMs: LEASE_MS, workMs: 0 }),
    paused: PAUSED,
  });

const ROW_COUNT = 'written.length === request.seatIds.length';

/** What makes each strategy what it is, taken out. */
export const MUTANTS: readonly Mutant[] = [
  {
    of: 'pessimistic',
    without: 'lock',
    edits: [['ORDER BY seat_id FOR UPDATE', 'ORDER BY seat_id']],
    caughtAs: 'sold-twice',
    course: oneSeat(2),
  },
  {
    of: 'nowait',
    without: 'lock',
    edits: [['ORDER BY seat_id FOR UPDATE NOWAIT', 'ORDER BY seat_id']],
    caughtAs: 'sold-twice',
    course: oneSeat(2),
  },
  {
    of: 'advisory',
    without: 'lock',
    edits: [['SELECT pg_advisory_xact_lock(key) FROM keys', 'SELECT key FROM keys']],
    caughtAs: 'sold-twice',
    course: oneSeat(2),
  },
  {
    of: 'serializable',
    without: 'isolation',
    edits: [["isolations = ['serializable']", "isolations = ['read committed']"]],
    caughtAs: 'sold-twice',
    course: oneSeat(2),
  },
  {
    of: 'conditional',
    without: 'condition',
    edits: [[" AND seat.status = 'available'", '']],
    caughtAs: 'sold-twice',
    course: oneSeat(2),
  },
  {
    of: 'optimistic',
    without: 'condition',
    edits: [[' AND seat.version = seen.version', '']],
    caughtAs: 'sold-twice',
    course: oneSeat(2),
  },
  {
    of: 'fenced',
    without: 'condition',
    edits: [[' AND seat.fence = seen.fence', '']],
    caughtAs: 'sold-twice',
    course: outlived(oneSeat(2)),
  },
  {
    of: 'conditional',
    without: 'row-count',
    edits: [[ROW_COUNT, 'written.length > 0']],
    caughtAs: 'torn',
    course: chain,
  },
  {
    of: 'optimistic',
    without: 'row-count',
    edits: [[ROW_COUNT, 'written.length > 0']],
    caughtAs: 'torn',
    course: chain,
  },
  {
    of: 'fenced',
    without: 'row-count',
    edits: [[ROW_COUNT, 'written.length > 0']],
    caughtAs: 'torn',
    course: outlived(chain),
  },
  {
    // a lock for each request
    of: 'mutex',
    without: 'common-lock',
    edits: [
      ['  readonly #mutex = new KeyedMutex();\n', ''],
      ['this.#mutex.', 'new KeyedMutex().'],
    ],
    caughtAs: 'sold-twice',
    course: oneSeat(1),
  },
  {
    // a worker for each request
    of: 'queue',
    without: 'single-worker',
    edits: [['servedTogetherMost: 1 ', 'servedTogetherMost: 1_000 ']],
    caughtAs: 'sold-twice',
    course: oneSeat(1),
  },
  {
    // its own check of the row count undoes such a batch, and decides its claims alone: so that goes too
    of: 'batched',
    without: 'earlier-winners',
    edits: [
      ['shareOut(requests, locked)', 'requests.flatMap((request) => shareOut([request], locked))'],
      ['if (won.length < seats.length) throw', 'if (won.length > seats.length) throw'],
    ],
    caughtAs: 'sold-twice',
    course: oneSeat(1),
  },
];

import type { LockScope } from '#contracts';
import type { Operation } from '#checkers';
import type { Patience } from '../driver/buyer.js';
import type { RecordedRun } from '../experiment.js';
import { recordRun } from '../experiment.js';
import type { Exhibit, Figure, Scene, Stage } from './exhibit.js';
import { raceOn, scene } from './exhibit.js';
import { inWaves } from './rush.js';
import { sideBySide } from './side-by-side.js';

/** Together less than the second that PostgreSQL lets a claim wait for a lock. */
const SALE = { seats: 8, buyers: 8, workMs: 100 };
const ONE_TRY: Patience = { attemptsMost: 1, totalMsMost: 10_000, pauseMs: { first: 20, most: 20 } };
const TIME = `until all ${SALE.seats} seats were sold`;

export const coarseLock: Exhibit = {
  title: 'One lock for everything',
  shows:
    `${SALE.buyers} buyers want ${SALE.seats} different seats, and each claim works ${SALE.workMs} ms: first ` +
    'everybody locks the whole event, then each locks the seat he wants.',
  means:
    'A lock is held for as long as the work takes, so it has to cover what the work is about and no more.',
  seed: 'Viewing Slot War: a lock on the whole file, behind which everybody waits',
  failure: {
    what: 'lock scope event: nobody wants what another one wants, and all wait in one line (nowait: are sent away)',
    async play(stage) {
      const { most, figures, refused } = await sellBoth(stage, 'event');
      return scene([], figures, most === 1 && refused > 0);
    },
  },
  cure: {
    what: 'lock scope seat: the same work side by side, and nobody is sent away',
    async play(stage, failure) {
      const { most, figures, refused } = await sellBoth(stage, 'seat');
      return scene([], [...figures, ratio(failure, figures)], most > 1 && refused === 0);
    },
  },
};

async function sellBoth(stage: Stage, lockScope: LockScope) {
  const waited = await sell(stage, 'pessimistic', lockScope);
  const { operations, ledger } = waited.evidence;
  const sent = await sell(stage, 'nowait', lockScope, ONE_TRY);
  const most = sideBySide(ledger);
  const refused = sent.evidence.operations.filter(({ outcome }) => outcome !== 'ok').length;
  const figures: Figure[] = [
    { name: 'pessimistic: claims at work at the same moment, at most', value: most },
    { name: `pessimistic: ${TIME}`, value: spanMs(operations), unit: 'ms' },
    { name: `nowait: refused a seat that nobody else wanted, of ${SALE.buyers}`, value: refused },
  ];
  return { most, figures, refused };
}

async function sell(
  stage: Stage,
  key: string,
  lockScope: LockScope,
  patience = stage.lab.patience,
): Promise<RecordedRun> {
  stage.doing(`${key}, lock scope ${lockScope}: ${SALE.buyers} buyers for as many seats`);
  const { strategy, parameters } = raceOn(stage, key, stage.lab.replicas.length, { ...SALE, lockScope });
  const drive = inWaves(stage.lab, parameters, (seats) => [
    seats.map((seat) => ({ url: stage.lab.api.url, seats: [seat], patience })),
  ]);
  return await recordRun(stage.lab, strategy, parameters, drive);
}

/** From the first request to the last answer. */
const spanMs = (operations: readonly Operation[]): number =>
  Math.round(
    (Math.max(...operations.map((one) => one.completedAtUs)) -
      Math.min(...operations.map((one) => one.invokedAtUs))) /
      1_000,
  );

function ratio(failure: Scene, figures: readonly Figure[]): Figure {
  const timeIn = (all: readonly Figure[]): number => Number(all.find(({ unit }) => unit === 'ms')?.value);
  const times = timeIn(failure.figures) / timeIn(figures);
  return { name: 'pessimistic: the line took so many times as long', value: Number(times.toFixed(1)) };
}

import type { Patience } from '../driver/buyer.js';
import { buy } from '../driver/buyer.js';
import type { Drive } from '../experiment.js';
import { recordRun } from '../experiment.js';
import type { RunResult } from '../result.js';
import type { RunParameters } from '../run-parameters.js';
import { UserError } from '../user-error.js';
import { waitUntil } from '../waiting.js';
import type { Exhibit, Figure, Scene, Stage } from './exhibit.js';
import { expecting, raceOn, scene } from './exhibit.js';
import { claimsOf, withBuyers } from './rush.js';

/**
 * The second one gets the lease when it has run out (1,000 ms) and works under it until 1,800 ms; the first one deletes
 * at 1,300 ms. So nobody works past his own lease, and each step has 300 ms or more to be late.
 */
const LEASE_MS = 1_000;
const PAUSE_MS = 1_300;
const SALE = { seats: 2, buyers: 4, workMs: 800, lockTtlMs: LEASE_MS };
const PAUSED = { mostMs: 3_000, everyMs: 10 };
const STUBBORN: Patience = { attemptsMost: 500, totalMsMost: 8_000, pauseMs: { first: 20, most: 20 } };

export const lockOfAnother: Exhibit = {
  title: "The lock that is somebody else's",
  shows:
    'One buyer is refused and gives his lease back, but pauses on the way until it has run out; a second one ' +
    'has it by then and works; a third one asks for the same seat. Nobody works past the end of his own ' +
    'lease.',
  means:
    'Asking whose lock it is and deleting it has to be one step on the server of the lock: one script that ' +
    'compares, then deletes.',
  seed: 'Lab 36: the owner of the Redis lock is read with GET, and the key deleted with DEL after that',
  failure: {
    what: 'distributed-get-del: GET, the pause, then DEL, which deletes the lease of the second one',
    play: async (stage) => await sell(stage, 'distributed-get-del'),
  },
  cure: {
    what: 'distributed: the same pause in the same place, then a script that finds another owner and deletes nothing',
    play: async (stage) => await sell(stage, 'distributed'),
  },
};

async function sell(stage: Stage, key: string): Promise<Scene> {
  stage.doing(`${key}: a pause of ${PAUSE_MS} ms on the way to give back a lease of ${LEASE_MS} ms`);
  const { strategy, parameters } = raceOn(stage, key, stage.lab.replicas.length, SALE);
  const { result, evidence } = await recordRun(stage.lab, strategy, parameters, drive(stage, parameters));
  const [, , second, third] = evidence.operations;
  const sentAway = third?.answers.filter(({ code }) => code === 'seat-contended').length ?? 0;
  const yes = (one: typeof second): string => (one?.outcome === 'ok' ? 'yes' : 'no');
  const figures: Figure[] = [
    { name: 'second buyer was told', value: yes(second) },
    { name: 'third buyer was told', value: yes(third) },
    { name: 'times the third was sent away, because the second has the lock', value: sentAway },
  ];
  const isWrong = strategy.labOnly;
  const run: RunResult = expecting(isWrong ? 'UNSAFE' : 'SAFE', result);
  return scene([run], figures, yes(second) === 'yes' && (isWrong ? yes(third) === 'yes' : sentAway > 0));
}

const drive =
  ({ lab }: Stage, parameters: RunParameters): Drive =>
  async ({ eventId, seats: [contested = '', sold = ''] }, recorder) => {
    const [one = '', two = '', three = ''] = lab.stack.replicas.map(({ url }) => url);
    const requests = [
      { url: one, seats: [sold] },
      { url: one, seats: [contested, sold] },
      { url: two, seats: [contested], patience: STUBBORN },
      { url: three, seats: [contested], patience: STUBBORN },
    ];
    await withBuyers(lab, parameters, requests, async (buyers) => {
      const [before, first, second, third] = buyers.map(
        (buyer) => (): Promise<void> => buy(buyer, claimsOf(eventId), recorder),
      );
      // so that the first one is refused, and has a lease to give back without having sold anything
      await before?.();
      await lab.replicas[0]?.arm({ eventId, step: 'before-release', pauseMs: PAUSE_MS, timesPerSeat: 1 });
      const releasing = first?.();
      const hits = await waitUntil(
        async () => (await lab.replicas[0]?.failpointHits(eventId)) ?? 0,
        (count) => count > 0,
        PAUSED,
      );
      if (hits === 0) throw new UserError('Nobody paused before he gave his lease back. Type: npm run build');
      const working = second?.();
      await releasing;
      await Promise.all([working, third?.()]);
    });
  };

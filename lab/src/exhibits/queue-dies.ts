import { RequestView } from '#contracts';
import type { Operation } from '#checkers';
import type { Buyer, Patience } from '../driver/buyer.js';
import { buy } from '../driver/buyer.js';
import type { Drive } from '../experiment.js';
import { recordRun } from '../experiment.js';
import type { HistoryRecorder } from '../history/recorder.js';
import { Questions } from '../questions.js';
import type { RunParameters } from '../run-parameters.js';
import { scaleTo } from '../stack.js';
import { UserError } from '../user-error.js';
import { waitUntil } from '../waiting.js';
import type { Exhibit, Figure, Scene, Stage } from './exhibit.js';
import { raceOn, scene } from './exhibit.js';
import { claimsOf, withBuyers } from './rush.js';
import { queueInTheDatabase } from './stored-queue.js';

/** Two seconds of work for the one worker of a replica, who is killed as soon as a few have their answer. */
const SALE = { seats: 40, buyers: 40, workMs: 50 };
const ANSWERS_BEFORE = 3;
const ANSWERED = { mostMs: 3_000, everyMs: 5 };
const ONE_TRY: Patience = { attemptsMost: 1, totalMsMost: 5_000, pauseMs: { first: 20, most: 20 } };

export const queueDies: Exhibit = {
  title: 'A queue that dies with its process',
  shows:
    `${SALE.buyers} claims for ${SALE.seats} seats wait in one replica, and it is killed (SIGKILL) when a few ` +
    'of them are decided: once they wait in its memory, once in the database.',
  means:
    'What waits in memory is gone with the process, so nobody may be told that he is queued before his ' +
    'request is stored, and each request needs a key under which it can be asked for again.',
  seed: 'Ticket-Tracking-RaceCondition: a queue in memory, whose items are lost with the process',
  failure: {
    what: 'queue: whoever waited has neither a seat nor a refusal, and the cluster has never heard of him',
    play: sell,
  },
  cure: {
    what: 'POST /buy: each is stored before anybody is told "queued", and other replicas decide what is left',
    play: async (stage) => await queueInTheDatabase(stage, SALE),
  },
};

async function sell(stage: Stage): Promise<Scene> {
  const { lab } = stage;
  stage.doing(`queue: a replica is killed with ${SALE.buyers} claims in its queue`);
  const { strategy, parameters } = raceOn(stage, 'queue', lab.replicas.length, SALE);
  try {
    const { result, evidence } = await recordRun(lab, strategy, parameters, drive(stage, parameters));
    const broken = evidence.operations.filter(({ answers: [first] }) => first?.kind === 'unknown');
    const states = await Promise.all(broken.map((one) => stateOf(lab.api.url, result.eventId, one)));
    const lost = states.filter((state) => state === 'not-decided').length;
    const figures: Figure[] = [
      { name: 'claims that waited in the replica', value: evidence.operations.length },
      { name: 'answered before it was killed', value: evidence.operations.length - broken.length },
      { name: 'left without an answer', value: broken.length },
      { name: 'of these: GET /v1/requests knows nothing of', value: lost },
      { name: 'seats sold in the end', value: result.sold },
      { name: 'seats sold twice', value: result.soldTwice },
    ];
    return scene([], figures, broken.length > 0 && lost > 0 && result.soldTwice === 0);
  } finally {
    stage.doing('the replica is started again');
    await scaleTo(lab.replicas.length, lab.stack, lab.home);
  }
}

/** What the cluster says of a request, as a client would ask. */
async function stateOf(api: string, eventId: string, { key, customer }: Operation): Promise<string> {
  const query = new URLSearchParams({ eventId, customerId: customer });
  return (await new Questions(api).ask('GET', `/v1/requests/${key}?${query.toString()}`, RequestView)).state;
}

const drive =
  ({ lab }: Stage, parameters: RunParameters): Drive =>
  async ({ eventId, seats }, recorder) => {
    const victim = lab.stack.replicas.at(-1);
    if (victim === undefined) throw new UserError('No replica runs. Type: npm run up');
    const waiting = seats.map((seat) => ({ url: victim.url, seats: [seat], patience: ONE_TRY }));
    await withBuyers(lab, parameters, waiting, async (buyers) => {
      const asking = buyAll(buyers, eventId, recorder);
      await waitUntil(
        async () => recorder.lines.filter(({ kind }) => kind === 'ok').length,
        (count) => count >= ANSWERS_BEFORE,
        ANSWERED,
      );
      process.kill(victim.pid, 'SIGKILL');
      await asking;
    });
  };

const buyAll = (buyers: readonly Buyer[], eventId: string, recorder: HistoryRecorder): Promise<unknown> =>
  Promise.all(buyers.map((buyer) => buy(buyer, claimsOf(eventId), recorder)));

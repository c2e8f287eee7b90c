import { RequestView } from '#contracts';
import { z } from 'zod';
import { Questions } from '../questions.js';
import { scaleTo } from '../stack.js';
import { UserError } from '../user-error.js';
import { waitUntil } from '../waiting.js';
import type { Scene, Stage } from './exhibit.js';
import { scene } from './exhibit.js';

/** A worker that died over a claim loses it to another one after 10 s. */
const DECIDED = { mostMs: 25_000, everyMs: 250 };

const Queued = z.object({ status: z.literal('pending'), requestKey: z.string() });

interface Sale {
  seats: number;
  workMs: number;
}

/** As many buyers as seats are told "queued" by one replica, and it is killed with that. */
export async function queueInTheDatabase(stage: Stage, { seats, workMs }: Sale): Promise<Scene> {
  const { lab } = stage;
  stage.doing(`a stored queue: a replica is killed when it has told ${seats} buyers that they are queued`);
  const victim = lab.stack.replicas.at(-1);
  if (victim === undefined) throw new UserError('No replica runs. Type: npm run up');
  const { eventId } = await lab.api.createEvent({
    name: 'Exhibit: a stored queue',
    currency: 'EUR',
    sections: [{ name: 'Floor', quota: seats, price: 4500 }],
    policy: { strategy: 'pessimistic', workMs, guard: false },
  });
  try {
    const keys = await Promise.all(
      Array.from({ length: seats }, (_, n) => buy(victim.url, eventId, `customer-${n + 1}`)),
    );
    process.kill(victim.pid, 'SIGKILL');
    const others = new Questions(lab.api.url);
    const before = count(await statesOf(others, eventId, keys), 'decided');
    const after = await waitUntil(
      () => statesOf(others, eventId, keys),
      (states) => count(states, 'decided') === seats,
      DECIDED,
    );
    const sold = (await lab.sales.read(eventId)).claimSeats.filter(({ live }) => live);
    const soldTwice = sold.length - new Set(sold.map(({ seat }) => seat)).size;
    const figures = [
      { name: 'told "queued" by the replica', value: keys.length },
      { name: 'decided when it was killed', value: before },
      { name: 'decided in the end', value: count(after, 'decided') },
      { name: 'of these: GET /v1/requests knows nothing of', value: count(after, 'not-decided') },
      { name: 'seats sold in the end', value: sold.length },
      { name: 'seats sold twice', value: soldTwice },
    ];
    const allDecided = count(after, 'decided') === seats && sold.length === seats;
    return scene([], figures, allDecided && soldTwice === 0 && before < seats);
  } finally {
    stage.doing('the replica is started again');
    await scaleTo(lab.replicas.length, lab.stack, lab.home);
  }
}

interface Key {
  requestKey: string;
  customerId: string;
}

async function buy(url: string, eventId: string, customerId: string): Promise<Key> {
  const body = { event_id: eventId, user_id: customerId };
  const { requestKey } = await new Questions(url).ask('POST', '/buy', Queued, body);
  return { requestKey, customerId };
}

const statesOf = (api: Questions, eventId: string, keys: readonly Key[]): Promise<RequestView['state'][]> =>
  Promise.all(
    keys.map(async ({ requestKey, customerId }) => {
      const query = new URLSearchParams({ eventId, customerId }).toString();
      return (await api.ask('GET', `/v1/requests/${requestKey}?${query}`, RequestView)).state;
    }),
  );

const count = (states: readonly RequestView['state'][], state: RequestView['state']): number =>
  states.filter((one) => one === state).length;

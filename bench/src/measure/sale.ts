import { EventView } from '#contracts';
import { Questions } from '../../../lab/src/questions.js';
import { UserError } from '../../../lab/src/user-error.js';
import { waitUntil } from '../../../lab/src/waiting.js';
import type { BenchStack } from '../stack/bench-stack.js';
import type { Wishes } from '../load/scenarios.js';
import { hallFor } from '../load/scenarios.js';

const SERVER_ERROR = 500;
const OPENED = { mostMs: 30_000, everyMs: 500 };
const KNOWN = { mostMs: 10_000, everyMs: 50 };

/** A hundred thousand seats are one statement, and on a machine that is busy it may never be in time. */
export class EventNotMade extends Error {}

/** An event of its own, with the guard on and without simulated work; comes back when inventory knows it too. */
export async function openSale(
  { admin, database }: BenchStack,
  { strategy, scenario, claims }: { strategy: string; scenario: Wishes; claims: number },
): Promise<EventView> {
  const questions = new Questions(admin.url, admin.token);
  const wanted = {
    name: `Bench: ${strategy}, ${scenario}`,
    currency: 'EUR',
    sections: hallFor(scenario, claims),
    policy: { strategy, guard: true, workMs: 0 },
  };
  // a hundred thousand seats at once may take longer than a statement has, where others have the disk; one that was
  // made without our being told is an event that nobody uses
  const ask = (): ReturnType<Questions['send']> =>
    questions.send('POST', '/v1/events', wanted).catch((error: unknown) => {
      if (error instanceof UserError) return { ok: false, status: SERVER_ERROR, text: error.message };
      throw error;
    });
  const { ok, status, text } = await waitUntil(ask, (answer) => answer.status < SERVER_ERROR, OPENED);
  if (!ok) throw new EventNotMade(`the event was answered ${status}: ${text}`);
  const event = EventView.parse(JSON.parse(text));
  const known = async (): Promise<number> =>
    (await database.query(KNOWN_EVENT, [event.eventId])).rowCount ?? 0;
  if ((await waitUntil(known, (rows) => rows > 0, KNOWN)) === 0)
    throw new Error(`inventory does not know the event ${event.eventId}`);
  return event;
}

const KNOWN_EVENT = 'SELECT 1 FROM inventory.counts WHERE event_id = $1';

import { waitUntil } from '../waiting.js';
import type { Fault } from './fault.js';
import { AT_WORK } from './fault.js';

const KILLED = { mostMs: 3_000, everyMs: 20 };

/** The next one publishes the rows again, under another message id: every row arrives twice. */
export const relayKilled: Fault = {
  ...AT_WORK,
  does: 'a replica is killed between publishing rows and noting that it has: they are published twice',
  holdMs: 0,
  victimAnswers: false,
  async inject({ victim, eventIds }) {
    for (const eventId of eventIds) {
      await victim.admin.arm({ eventId, step: 'after-publish', does: 'kill', timesPerSeat: 1 });
    }
    // armed anew, a failpoint lets those go who stand in it; the first who commits brings the process down
    await Promise.allSettled(
      eventIds.map(async (eventId) => {
        await victim.admin.arm({ eventId, step: AT_WORK.window, pauseMs: 1, timesPerSeat: 1 });
      }),
    );
    const gone = await waitUntil(
      async () => !victim.process.isRunning(),
      (is) => is,
      KILLED,
    );
    return { happened: async () => gone, heal: async () => await victim.process.start() };
  },
};

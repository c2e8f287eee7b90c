import type { WantedFailpoint } from '#contracts';
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
    // the first rows that are published end the process, maybe those of another claim of the event, amid our questions
    const armAll = async (point: Omit<WantedFailpoint, 'eventId' | 'timesPerSeat'>): Promise<unknown> =>
      await Promise.allSettled(
        eventIds.map(async (eventId) => await victim.admin.arm({ ...point, eventId, timesPerSeat: 1 })),
      );
    await armAll({ step: 'after-publish', does: 'kill' });
    // armed anew, a failpoint lets those go who stand in it
    await armAll({ step: AT_WORK.window, pauseMs: 1 });
    const gone = await waitUntil(
      async () => !victim.process.isRunning(),
      (is) => is,
      KILLED,
    );
    return { happened: async () => gone, heal: async () => await victim.process.start() };
  },
};

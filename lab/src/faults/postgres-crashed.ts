import type { Fault } from './fault.js';
import { AT_WORK } from './fault.js';

/** The window is at the COMMIT: it fails, and nobody may be told yes. */
export const postgresCrashed: Fault = {
  ...AT_WORK,
  does: 'PostgreSQL is killed (SIGKILL) when claims are written and not committed, and starts again',
  window: 'before-commit',
  async inject({ cluster: { postgres } }) {
    const before = postgres.pid();
    await postgres.kill();
    return {
      happened: async () => postgres.pid() !== before || !postgres.isRunning(),
      heal: async () => await postgres.start(),
    };
  },
};

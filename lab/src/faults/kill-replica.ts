import type { Fault } from './fault.js';
import { AT_WORK } from './fault.js';

/** kill -9: leases stay until they run out, transactions end with their connections. */
export const killReplica: Fault = {
  ...AT_WORK,
  does: 'a replica is killed (SIGKILL) while it works',
  victimAnswers: false,
  async inject({ victim }) {
    const before = victim.process.pid();
    await victim.process.kill();
    return {
      happened: async () => victim.process.pid() !== before || !victim.process.isRunning(),
      heal: async () => await victim.process.start(),
    };
  },
};

/** The same when all is written and nothing committed: whoever has told his customer yes by then has lied. */
export const killAtCommit: Fault = {
  ...killReplica,
  does: 'a replica is killed (SIGKILL) when it has written and not committed',
  window: 'before-commit',
};

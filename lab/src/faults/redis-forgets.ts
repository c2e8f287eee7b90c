import type { ServerProcess } from '../cluster/cluster.js';
import type { Fault, StrikeSite } from './fault.js';
import { AT_WORK, isAhead, NOTHING_TO_HEAL } from './fault.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A lease has the votes of two of three nodes, so it hangs on each of them. The third has never heard of it. */
const VOTERS = 2;

function nodesOf({ cluster }: StrikeSite): { forgetful: ServerProcess; absent: ServerProcess } {
  const [forgetful, absent] = cluster.redis.slice(VOTERS - 1);
  if (forgetful === undefined || absent === undefined) throw new Error('there are no three Redis nodes');
  return { forgetful, absent };
}

const takeOneAway = async (site: StrikeSite): Promise<void> => await nodesOf(site).absent.kill();

/** https://martin.kleppmann.com/2016/02/08/how-to-do-distributed-locking.html: a crash that loses a vote. */
export const redisRestartedEmpty: Fault = {
  ...AT_WORK,
  does: 'a Redis node that has voted for a lease is killed and starts again without its data',
  holdsRivals: true,
  prepare: takeOneAway,
  async inject(site) {
    const { forgetful, absent } = nodesOf(site);
    const before = forgetful.pid();
    await absent.start();
    await forgetful.kill();
    await forgetful.start({ wipe: true });
    return { happened: async () => forgetful.pid() !== before, heal: NOTHING_TO_HEAL };
  },
};

/** The same article: a clock that jumps ends a lease on its node before its time. */
export const redisClockAhead: Fault = {
  ...AT_WORK,
  does: 'the clock of a Redis node that has voted for a lease jumps ahead by a minute',
  needs: ['clocks'],
  holdsRivals: true,
  prepare: takeOneAway,
  async inject(site) {
    const { forgetful, absent } = nodesOf(site);
    await absent.start();
    await site.cluster.shiftClock(forgetful.name, MINUTE_MS);
    return {
      happened: async () => isAhead(await site.cluster.clockAhead(forgetful.name), MINUTE_MS),
      heal: async () => await site.cluster.shiftClock(forgetful.name, 0),
    };
  },
};

/** A lease that lasts an hour too long on one node; two others make the quorum without it. */
export const redisClockBehind: Fault = {
  ...AT_WORK,
  does: 'the clock of one Redis node jumps back by an hour while a claim has its lease',
  needs: ['clocks'],
  async inject(site) {
    const { forgetful } = nodesOf(site);
    await site.cluster.shiftClock(forgetful.name, -HOUR_MS);
    return {
      happened: async () => isAhead(await site.cluster.clockAhead(forgetful.name), -HOUR_MS),
      heal: async () => await site.cluster.shiftClock(forgetful.name, 0),
    };
  },
};

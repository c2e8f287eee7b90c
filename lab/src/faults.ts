import type { SeenFault } from '#checkers';
import { cutFromNats, cutFromPostgres, cutFromRedis } from './faults/cut-off.js';
import { duplicateDelivery } from './faults/duplicate-delivery.js';
import type { Fault, FaultSite, RaceFault } from './faults/fault.js';
import { inventoryBlocked } from './faults/inventory-blocked.js';
import { killAtCommit, killReplica } from './faults/kill-replica.js';
import { natsRestarted, natsWiped } from './faults/nats-lost.js';
import { pauseHolder } from './faults/pause-holder.js';
import { postgresCrashed } from './faults/postgres-crashed.js';
import { powerCut } from './faults/power-cut.js';
import { redisClockAhead, redisClockBehind, redisRestartedEmpty } from './faults/redis-forgets.js';
import { redisMajorityLost, redisMinorityLost } from './faults/redis-lost.js';
import { relayKilled } from './faults/relay-killed.js';
import { replicaClockAhead, replicaClockJumps } from './faults/replica-clock.js';
import { retryElsewhere } from './faults/retry-elsewhere.js';
import { slowDisk } from './faults/slow-disk.js';
import { stopReplica } from './faults/stop-replica.js';

/** Every fault, one line each, in the order of the tables. */
export const faults = {
  'pause-holder': pauseHolder,
  'stop-replica': stopReplica,
  'kill-replica': killReplica,
  'kill-at-commit': killAtCommit,
  'relay-killed': relayKilled,
  'retry-elsewhere': retryElsewhere,
  'redis-minority-lost': redisMinorityLost,
  'redis-majority-lost': redisMajorityLost,
  'redis-restarted-empty': redisRestartedEmpty,
  'redis-clock-ahead': redisClockAhead,
  'redis-clock-behind': redisClockBehind,
  'replica-clock-jumps': replicaClockJumps,
  'replica-clock-ahead': replicaClockAhead,
  'nats-restarted': natsRestarted,
  'nats-wiped': natsWiped,
  'duplicate-delivery': duplicateDelivery,
  'inventory-blocked': inventoryBlocked,
  'postgres-crashed': postgresCrashed,
  'power-cut': powerCut,
  'slow-disk': slowDisk,
  'cut-from-postgres': cutFromPostgres,
  'cut-from-redis': cutFromRedis,
  'cut-from-nats': cutFromNats,
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof faults;
export const FAULT_NAMES = Object.keys(faults) as FaultName[];
export const faultNamed = (name: FaultName): Fault => faults[name];

/** Those that can go on all through a race. */
export const RACE_FAULT_NAMES = FAULT_NAMES.filter((name) => faultNamed(name).duringRace !== undefined);

function raceFault(name: FaultName): RaceFault {
  const { duringRace } = faultNamed(name);
  if (duringRace === undefined) throw new Error(`${name} does not go on during a race`);
  return duringRace;
}

export const isBrokenBy = (name: FaultName, guarantee: RaceFault['breaks'][number]): boolean =>
  raceFault(name).breaks.includes(guarantee);

/** The sale while the fault goes on; what became of the fault, or null when none was asked for. */
export async function underFault(
  name: FaultName | null,
  site: FaultSite,
  sale: () => Promise<void>,
): Promise<SeenFault | null> {
  if (name === null) {
    await sale();
    return null;
  }
  const running = await raceFault(name).begin(site);
  try {
    await sale();
    return { name, hits: await running.hits() };
  } finally {
    await running.end();
  }
}

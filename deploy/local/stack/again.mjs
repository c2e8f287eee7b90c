// @ts-check
import { spawnProcess, waitUntilReady } from '../process/spawn.mjs';
import { natsAnswers } from '../servers/nats.mjs';
import { clearStalePidFile } from '../servers/postgres-pidfile.mjs';
import { postgresAnswers } from '../servers/postgres.mjs';
import { redisAnswers } from '../servers/redis.mjs';
import { startService } from './service.mjs';
import { readState, recordProcess } from './state.mjs';

const READY_TIMEOUT_MS = 45_000;
/** A Redis node is there again after a few ms, and whoever waits for it holds a fault open. */
const LOOK_EVERY_MS = 10;
const ANSWERS = { postgres: postgresAnswers, redis: redisAnswers, nats: natsAnswers };

/**
 * Starts one process again that has ended, with the command that it was first started with: much faster than `up`,
 * which looks at everything.
 * @param {import('./layout.mjs').Layout} layout
 * @param {string} name
 */
export async function startAgain(layout, name) {
  const state = readState(layout);
  const record = state?.processes.find((one) => one.name === name);
  if (!state || !record) throw new Error(`${name} was never started here`);
  const { role, command, log, port = 0, data = layout.home } = record;
  const signal = AbortSignal.timeout(READY_TIMEOUT_MS);
  if (role === 'booking' || role === 'inventory' || role === 'payments')
    return startService({ layout, ports: state.ports, signal }, { role, name, port });
  if (role !== 'postgres' && role !== 'redis' && role !== 'nats')
    throw new Error(`${name} is nothing to start alone`);
  if (role === 'postgres') clearStalePidFile(data);
  const note = (/** @type {import('../process/identity.mjs').Identity} */ identity) =>
    recordProcess(layout, { ...record, ...identity });
  const spawned = spawnProcess({ name, command, log, cwd: data, note });
  const limits = { timeoutMs: READY_TIMEOUT_MS, everyMs: LOOK_EVERY_MS };
  await waitUntilReady(spawned, () => ANSWERS[role](port), limits);
}

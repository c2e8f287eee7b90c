// @ts-check
import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { LINK_PORTS } from './links/plan.mjs';

export { allLinks } from './links/plan.mjs';
import { REDIS_NODES } from './stack/ports.mjs';
import { freePorts } from './servers/ports.mjs';
import { REPLICAS_LIMIT } from './terminal/arguments.mjs';
import { Mistake } from './terminal/mistake.mjs';

// What the lab and the bench use of the launcher, under the name #launcher (lab/src/cluster/launcher.d.ts has the
// types): for a stack of their own, and for what they do to it.
export { prepareShift, controlFile } from './preload/shift.mjs';
export { allPids, factsOf, isAlive } from './process/identity.mjs';
export { spawnProcess, waitUntilReady } from './process/spawn.mjs';
export { stopProcess } from './process/stop.mjs';
export { locateServers } from './servers/locate.mjs';
export { startNginx } from './servers/nginx.mjs';
export { freePorts } from './servers/ports.mjs';
export { startAgain } from './stack/again.mjs';
export { makeLayout } from './stack/layout.mjs';
export { withLock } from './stack/lock.mjs';
export { serviceNode } from './stack/service.mjs';
export { readState } from './stack/state.mjs';
export { Mistake };

const PROGRAM = fileURLToPath(new URL('cli.mjs', import.meta.url));
const COMMAND_MS = 120_000;
const run = promisify(execFile);
/** Commands that are under way. @type {Set<import('node:child_process').ChildProcess>} */
const underWay = new Set();

/**
 * The environment of a stack beside any other: its own folder and ports, and links that can be cut.
 * @param {string} home
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
export async function ownEnvironment(home) {
  const single = ['API', 'BUY', 'INVENTORY', 'PAYMENTS', 'POSTGRES', 'NATS'];
  const rows = { REDIS: REDIS_NODES, BOOKING: REPLICAS_LIMIT, LINKS: LINK_PORTS };
  const lengths = { ...Object.fromEntries(single.map((name) => [name, 1])), ...rows };
  const free = await freePorts(Object.values(lengths).reduce((sum, length) => sum + length, 0));
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, LASTSEAT_HOME: home, LASTSEAT_PROFILE: 'lab' };
  for (const [name, length] of Object.entries(lengths))
    env[`LASTSEAT_${name}_PORT`] = String(free.splice(0, length)[0]);
  return env;
}

/**
 * A command of the launcher, as a person would type it; rejects with what it said when it fails.
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} words
 */
export async function launch(env, ...words) {
  const running = run(process.execPath, [PROGRAM, ...words], { env, timeout: COMMAND_MS });
  underWay.add(running.child);
  try {
    await running;
  } catch (error) {
    const said = error instanceof Error && 'stdout' in error ? String(error.stdout).trim() : String(error);
    throw new Mistake(`lastseat ${words.join(' ')} failed: ${said}`);
  } finally {
    underWay.delete(running.child);
  }
}

/**
 * The same for a process that is ending and can wait for nothing. What was under way would hold the lock.
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} words
 */
export function launchNow(env, ...words) {
  for (const child of underWay) child.kill('SIGTERM');
  spawnSync(process.execPath, [PROGRAM, ...words], { env, timeout: COMMAND_MS });
}

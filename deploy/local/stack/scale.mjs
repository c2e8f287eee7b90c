// @ts-check
import { isAlive } from '../process/identity.mjs';
import { together } from '../process/together.mjs';
import { examine } from '../servers/find.mjs';
import { reloadNginx, waitUntilWorkersLeft } from '../servers/nginx.mjs';
import { Mistake } from '../terminal/mistake.mjs';
import { replicaPart, upstreams } from './parts.mjs';
import { checkPorts } from './ports.mjs';
import { readProfile } from './profile.mjs';
import { replicaName, replicaNumber } from './service.mjs';
import { readState, withRole } from './state.mjs';
import { stopAndForget } from './take-down.mjs';

/**
 * @typedef {import('./context.mjs').Context} Context
 * @typedef {import('./state.mjs').State} State
 * @typedef {import('./state.mjs').ProcessRecord} ProcessRecord
 */

/**
 * @param {Context} context
 * @param {State['ports']} ports
 * @param {number[]} numbers
 */
async function startReplicas({ layout, signal }, ports, numbers) {
  const parts = numbers.map((number) => replicaPart({ layout, ports }, number));
  await checkPorts(parts.map(({ at }) => at));
  try {
    await together(
      signal,
      parts.map(({ start }) => start),
    );
  } catch (error) {
    const names = new Set(numbers.map(replicaName));
    const records = readState(layout)?.processes ?? [];
    await stopAndForget(
      layout,
      records.filter(({ name }) => names.has(name)),
    );
    throw error;
  }
}

/**
 * Only nginx knows which of its own programs it is: the path stands in its command.
 * @param {Context} context
 * @param {ProcessRecord} nginx
 * @param {State} state
 */
function nginxPlace({ layout }, nginx, { ports, alsoListens = [] }) {
  const binary = nginx.command.map((word) => examine('nginx', word)).find((found) => found !== null);
  if (!binary) throw new Mistake(`nginx (${nginx.command[0]}) is gone: npm run down, then npm run up.`);
  const { profile } = readProfile(layout);
  return { dir: layout.nginx, port: ports.api, alsoListens, binary, log: nginx.log, profile };
}

/**
 * Gives nginx the new list, then ends the replicas that are not in it: a request that is under way is
 * answered, and no new one is sent to a replica that leaves.
 * @param {Context} context
 * @param {State} state
 * @param {number[]} wanted the replicas' numbers
 */
export async function scaleTo(context, state, wanted) {
  const { layout, progress } = context;
  const nginx = withRole(state, 'nginx').find((record) => isAlive(record));
  if (!nginx) throw new Mistake('nginx does not run any more. Type: npm run up');
  const names = new Set(wanted.map(replicaName));
  const replicas = withRole(state, 'booking');
  const alive = new Set(replicas.filter((record) => isAlive(record)).map(({ name }) => replicaNumber(name)));
  const missing = wanted.filter((number) => !alive.has(number));
  const leaving = replicas.filter(({ name }) => !names.has(name));
  if (missing.length > 0) {
    const label = `${missing.map(replicaName).join(', ')} ready`;
    await progress.step(label, () => startReplicas(context, state.ports, missing));
  }
  const place = nginxPlace(context, nginx, state);
  const oldWorkers = await reloadNginx(place, nginx.pid, upstreams(state.ports, wanted));
  if (leaving.length === 0) return;
  await progress.step(`${leaving.map(({ name }) => name).join(', ')} stopped`, async () => {
    await waitUntilWorkersLeft(nginx.pid, oldWorkers);
    await stopAndForget(layout, leaving);
  });
}

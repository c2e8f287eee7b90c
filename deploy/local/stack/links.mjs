// @ts-check
import { fileURLToPath } from 'node:url';
import { spawnProcess, waitUntilReady } from '../process/spawn.mjs';
import { HOST, accepts } from '../servers/server.mjs';
import { pinnedNode } from './node.mjs';
import { recordProcess } from './state.mjs';

const PROGRAM = fileURLToPath(new URL('../links/main.mjs', import.meta.url));
const READY_TIMEOUT_MS = 15_000;

/** @type {import('../process/stop.mjs').StopStep[]} */
export const LINKS_STOP = [{ signal: 'SIGTERM', waitMs: 2_000 }];

/**
 * Starts the links between replicas and servers, all in one process.
 * @param {import('./service.mjs').Place} place
 */
export async function startLinks({ layout, ports, signal }) {
  const { links, postgres, redis, nats } = ports;
  const wanted = [links, postgres, redis, nats].map(String);
  // the home is for whoever looks at a list of processes
  const command = [pinnedNode(layout.project).path, PROGRAM, ...wanted, layout.home];
  const record = { name: 'links', command, log: layout.log('links') };
  const where = { url: `http://${HOST}:${links}`, port: links };
  const note = (/** @type {import('../process/identity.mjs').Identity} */ identity) =>
    recordProcess(layout, { role: 'links', ...record, ...where, ...identity });
  const spawned = spawnProcess({ ...record, note });
  await waitUntilReady(spawned, () => accepts(links), { timeoutMs: READY_TIMEOUT_MS, signal });
}

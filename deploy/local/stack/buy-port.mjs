// @ts-check
import { whyNotFree } from '../servers/ports.mjs';
import { HOST } from '../servers/server.mjs';
import { codeOf } from '../terminal/mistake.mjs';
import { namedPort } from './ports.mjs';

const HOST_V6 = '::1';

/**
 * Where nginx listens besides: one of the seeds' clients looks for us at localhost:8080, and nobody else does. So a
 * port that another program has is told, and no reason not to start.
 * @param {import('./ports.mjs').Ports} ports
 * @param {Pick<import('../terminal/progress.mjs').Progress, 'line'>} progress
 * @returns {Promise<string[]>} as nginx writes addresses
 */
export async function buyAddresses(ports, progress) {
  const { port, variable } = namedPort(ports, 'buy');
  const own = Object.entries(ports).some(([name, other]) => name !== 'buy' && other === port);
  if (own) return [];
  const reasons = await Promise.all([HOST, HOST_V6].map((host) => whyNotFree(port, host)));
  if (reasons.some((reason) => reason !== null && codeOf(reason) === 'EADDRINUSE')) {
    progress.line(
      `  Port ${port} is taken by another program: POST /buy is on the other port alone (${variable}).`,
    );
    return [];
  }
  const [v4, v6] = reasons;
  return [...(v4 === null ? [`${HOST}:${port}`] : []), ...(v6 === null ? [`[${HOST_V6}]:${port}`] : [])];
}

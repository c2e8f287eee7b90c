// @ts-check
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOST, ask, commandOf, startServer } from './server.mjs';

/** @type {import('./server.mjs').StopStep[]} */
export const NATS_STOP = [{ signal: 'SIGTERM', waitMs: 10_000 }];

/**
 * @param {string} dir
 * @param {number} port
 */
function renderConfig(dir, port) {
  return [
    `host: "${HOST}"`,
    `port: ${port}`,
    `server_name: "lastseat-${port}"`,
    `jetstream { store_dir: ${JSON.stringify(dir)} }`,
    '',
  ].join('\n');
}

/**
 * It greets with INFO, which also says whether JetStream is on.
 * @param {number} port
 */
export const natsAnswers = async (port) =>
  (await ask(port))?.toString().includes('"jetstream":true') ?? false;

/**
 * @param {import('./server.mjs').ServerOptions} options
 */
export async function startNats(options) {
  const { dir, port, binary } = options;
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, 'nats.conf');
  writeFileSync(file, renderConfig(dir, port));
  return startServer(options, {
    command: commandOf(binary, ['-c', file]),
    url: `nats://${HOST}:${port}`,
    isReady: () => natsAnswers(port),
    stopSteps: NATS_STOP,
  });
}

// @ts-check
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOST, ask, commandOf, startServer } from './server.mjs';

/** @type {import('./server.mjs').StopStep[]} */
export const REDIS_STOP = [{ signal: 'SIGTERM', waitMs: 10_000 }];

/**
 * @param {string} dir
 * @param {number} port
 * @param {Record<string, string>} settings
 */
function renderConfig(dir, port, settings) {
  const all = {
    bind: HOST,
    port,
    'protected-mode': 'yes',
    dir: `"${dir}"`,
    // a lease that was granted must survive a restart, or two get it: so every write waits for the disk
    appendonly: 'yes',
    appendfsync: 'always',
    save: '""',
    loglevel: 'notice',
    // the command line stays as it is, so that a server which a script restarted is recognised as ours
    'set-proc-title': 'no',
    ...settings,
  };
  return `${Object.entries(all)
    .map(([key, value]) => `${key} ${value}`)
    .join('\n')}\n`;
}

/** @param {number} port */
export const redisAnswers = async (port) =>
  (await ask(port, Buffer.from('PING\r\n')))?.toString().startsWith('+PONG') ?? false;

/**
 * @param {import('./server.mjs').ServerOptions & { settings?: Record<string, string> }} options
 */
export async function startRedis(options) {
  const { dir, port, binary, env, settings = {} } = options;
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, 'redis.conf');
  writeFileSync(file, renderConfig(dir, port, settings));
  return startServer(options, {
    command: commandOf(binary, [file], env),
    url: `redis://${HOST}:${port}`,
    isReady: () => redisAnswers(port),
    stopSteps: REDIS_STOP,
  });
}

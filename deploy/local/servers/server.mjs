// @ts-check
import { connect } from 'node:net';
import { join } from 'node:path';
import { spawnProcess, waitUntilReady } from '../process/spawn.mjs';
import { stopProcess } from '../process/stop.mjs';
import { WANTED } from './wanted.mjs';

const PROBE_TIMEOUT_MS = 1_000;
const READY_TIMEOUT_MS = 45_000;
export const HOST = '127.0.0.1';

/**
 * @typedef {import('./find.mjs').Binary} Binary
 * @typedef {import('../process/identity.mjs').Identity} Identity
 * @typedef {import('../process/stop.mjs').StopStep} StopStep
 *
 * @typedef {{
 *   dir: string,
 *   port: number,
 *   binary: Binary,
 *   name?: string,
 *   log?: string,
 *   boundToParent?: boolean,
 *   env?: Record<string, string>,
 *   signal?: AbortSignal,
 *   note?: (server: ServerFacts) => void,
 * }} ServerOptions
 *   `dir` holds data and settings; `boundToParent` (for tests) ends the server when this process dies,
 *   however; `env` is part of its command, so that it is the same however it is started again;
 *   `note` is called right before (pid 0) and right after the process comes into being, long before it is ready
 *
 * @typedef {{ name: string, pid: number, startTime: string, url: string, port: number, data: string,
 *   command: string[], log: string }} ServerFacts `command` starts it in the foreground again
 * @typedef {ServerFacts & { version: string, stop: () => Promise<void> }} RunningServer
 */

/**
 * Sends a few bytes and gives what came back first.
 * @param {number} port
 * @param {Buffer} [question]
 * @returns {Promise<Buffer | null>} null when nobody answered
 */
export function ask(port, question) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: HOST });
    const finish = (/** @type {Buffer | null} */ answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(PROBE_TIMEOUT_MS, () => finish(null));
    socket.once('error', () => finish(null)); // not there yet is the answer that a probe asks for
    socket.once('close', () => finish(null));
    socket.once('data', finish);
    if (question) socket.once('connect', () => socket.write(question));
  });
}

/**
 * @param {number} port
 * @returns {Promise<boolean>} whether somebody takes connections there
 */
export function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: HOST });
    const finish = (/** @type {boolean} */ answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(PROBE_TIMEOUT_MS, () => finish(false));
    socket.once('error', () => finish(false)); // not there yet is the answer that a probe asks for
    socket.once('connect', () => finish(true));
  });
}

/**
 * @param {Binary} binary
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 */
export function commandOf({ path, libraries }, args, env = {}) {
  const all = { ...env, ...(libraries.length > 0 && { LD_LIBRARY_PATH: libraries.join(':') }) };
  const words = Object.entries(all).map(([name, value]) => `${name}=${value}`);
  return words.length > 0 ? ['env', ...words, path, ...args] : [path, ...args];
}

/**
 * Starts a server and waits until it answers; stops it again when that fails.
 * @param {ServerOptions} options
 * @param {{ command: string[], url: string, isReady: () => Promise<boolean>, stopSteps: StopStep[] }} how
 * @returns {Promise<RunningServer>}
 */
export async function startServer(options, { command, url, isReady, stopSteps }) {
  const { dir, port, binary, name = binary.kind, log = join(dir, `${binary.kind}.log`), signal } = options;
  const label = name === binary.kind ? WANTED[binary.kind].label : `${WANTED[binary.kind].label} (${name})`;
  const { boundToParent } = options;
  const stopSignal = stopSteps[0]?.signal.replace('SIG', '') ?? 'TERM';
  const place = { name, url, port, data: dir, command, log };
  const note = (/** @type {Identity} */ identity) => options.note?.({ ...place, ...identity });
  const spawned = spawnProcess({ name: label, command, log, cwd: dir, boundToParent, stopSignal, note });
  const { pid, startTime } = spawned;
  const facts = { ...place, pid, startTime };
  const stop = () => stopProcess(facts, stopSteps);
  try {
    await waitUntilReady(spawned, isReady, { timeoutMs: READY_TIMEOUT_MS, signal });
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...facts, version: binary.version, stop };
}

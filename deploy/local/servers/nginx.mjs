// @ts-check
import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allPids, commandLineOf, factsOf } from '../process/identity.mjs';
import { waitFor } from '../process/wait.mjs';
import { Mistake } from '../terminal/mistake.mjs';
import { modulesLeftOut, renderNginxConfig } from './nginx-config.mjs';
import { HOST, accepts, startServer } from './server.mjs';

const RELOAD_TIMEOUT_MS = 5_000;
const RELOAD_POLL_MS = 10;
/** The 10 s of worker_shutdown_timeout, and a little for the worker to end. */
const OLD_WORKERS_TIMEOUT_MS = 12_000;
const CONFIG_EVIDENCE_LINES = 4;

/** @type {import('./server.mjs').StopStep[]} */
export const NGINX_STOP = [{ signal: 'SIGTERM', waitMs: 5_000 }];

/**
 * @typedef {import('./find.mjs').Binary} Binary
 * @typedef {{ booking: string[], inventory: string, payments: string }} Upstreams addresses are `host:port`
 * @typedef {import('../stack/profile.mjs').ProfileName} ProfileName
 * @typedef {{ dir: string, port: number, alsoListens: string[], binary: Binary, log: string,
 *   profile: ProfileName }} NginxPlace
 */

/**
 * Writes the settings, once nginx has checked them: a reload with a bad file would silently change nothing.
 * @param {NginxPlace} place
 * @param {Upstreams} upstreams
 */
function writeConfig({ dir, port, alsoListens, binary, log, profile }, upstreams) {
  const listen = `${HOST}:${port}`;
  const leftOut = modulesLeftOut(binary.path);
  const asRoot = process.getuid?.() === 0;
  const file = join(dir, 'nginx.conf');
  const draft = `${file}.new`;
  const config = { dir, errorLog: log, listen, alsoListens, ...upstreams, asRoot, leftOut, profile };
  writeFileSync(draft, renderNginxConfig(config));
  const test = spawnSync(binary.path, ['-t', '-q', '-p', `${dir}/`, '-e', log, '-c', draft], {
    encoding: 'utf8',
  });
  if (test.status !== 0) {
    const evidence = test.stderr.trim().split('\n').slice(-CONFIG_EVIDENCE_LINES);
    throw new Mistake(`nginx ${binary.version} (${binary.path}) does not accept ${draft}:`, evidence);
  }
  renameSync(draft, file);
  return file;
}

/**
 * @param {import('./server.mjs').ServerOptions & Upstreams & { alsoListens?: string[], profile: ProfileName }} options
 */
export async function startNginx(options) {
  const { dir, port, alsoListens = [], binary, booking, inventory, payments, profile } = options;
  const log = options.log ?? join(dir, 'nginx.log');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const place = { dir, port, alsoListens, binary, log, profile };
  const file = writeConfig(place, { booking, inventory, payments });
  return startServer(
    { ...options, log },
    {
      command: [binary.path, '-p', `${dir}/`, '-e', log, '-c', file],
      url: `http://${HOST}:${port}`,
      isReady: () => accepts(port),
      stopSteps: NGINX_STOP,
    },
  );
}

/** @param {number} master */
const workersOf = (master) => allPids().filter((pid) => factsOf(pid)?.parent === master);

/** @param {number} worker */
const isLeaving = (worker) => commandLineOf(worker).join(' ').includes('shutting down');

/**
 * Gives nginx another list of replicas. Returns when new workers serve and old ones take no more connections.
 * @param {NginxPlace} place
 * @param {number} master its pid
 * @param {Upstreams} upstreams
 * @returns {Promise<number[]>} the old workers, which may still be finishing what they serve
 */
export async function reloadNginx(place, master, upstreams) {
  writeConfig(place, upstreams);
  const old = workersOf(master);
  process.kill(master, 'SIGHUP');
  const isDone = () => {
    const now = workersOf(master);
    return now.some((pid) => !old.includes(pid)) && old.every((pid) => !now.includes(pid) || isLeaving(pid));
  };
  const what = 'nginx takes over the new list of replicas';
  await waitFor(isDone, { timeoutMs: RELOAD_TIMEOUT_MS, everyMs: RELOAD_POLL_MS, what });
  return old.filter((pid) => factsOf(pid)?.parent === master);
}

/**
 * @param {number} master
 * @param {number[]} workers
 */
export async function waitUntilWorkersLeft(master, workers) {
  await waitFor(() => workers.every((pid) => factsOf(pid)?.parent !== master), {
    timeoutMs: OLD_WORKERS_TIMEOUT_MS,
    everyMs: RELOAD_POLL_MS,
    what: 'the old nginx workers end',
  });
}

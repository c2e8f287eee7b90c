// @ts-check
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { boundToUs } from '../process/spawn.mjs';
import { Mistake, diskFull, speaksOfFullDisk } from '../terminal/mistake.mjs';
import { commandPrefix, makeOwned } from './account.mjs';

/**
 * @typedef {import('./account.mjs').Account} Account
 * @typedef {import('./find.mjs').Binary} Binary
 * @typedef {{ dir: string, binary: Binary, account: Account | null, password: string, initdbArgs?: string[],
 *   signal?: AbortSignal | undefined }} SetupOptions
 */

export const DATABASE = 'lastseat';
const EVIDENCE_LINES = 8;
/** Beside the data: which password it was given last, so that lost secrets do not lock us out of it. */
const PASSWORD_MARK = 'lastseat-password.sha256';

/**
 * @param {string[]} command
 * @param {{ input?: string, what: string, where: string, signal?: AbortSignal | undefined }} options
 * @returns {Promise<void>}
 */
function run(command, { input = '', what, where, signal }) {
  const [program = '', ...args] = boundToUs(command, 'KILL');
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: '/' });
    const stop = () => child.kill();
    signal?.addEventListener('abort', stop, { once: true });
    let output = '';
    child.stdout.on('data', (/** @type {Buffer} */ chunk) => (output += chunk.toString()));
    child.stderr.on('data', (/** @type {Buffer} */ chunk) => (output += chunk.toString()));
    child.once('error', reject);
    child.stdin.once('error', reject);
    child.once('close', (code) => {
      signal?.removeEventListener('abort', stop);
      if (signal?.aborted) reject(signal.reason);
      else if (code === 0) resolve();
      else if (speaksOfFullDisk(output)) reject(diskFull(where));
      else
        reject(new Mistake(`${what} failed (${where}):`, output.trim().split('\n').slice(-EVIDENCE_LINES)));
    });
    child.stdin.end(input);
  });
}

/** @param {string} password */
const markOf = (password) => `${createHash('sha256').update(password).digest('hex')}\n`;

/**
 * @param {string} path
 * @param {string} text
 * @param {Account | null} account
 */
function writeOwned(path, text, account) {
  writeFileSync(path, text, { mode: 0o600 });
  chmodSync(path, 0o600);
  if (account) chownSync(path, account.uid, account.gid);
}

/**
 * Runs statements with the server in single-user mode: needs no client, no password and no port.
 * @param {SetupOptions} options
 * @param {string[]} statements
 */
async function singleUser({ dir, binary, account, signal }, statements) {
  const command = [...commandPrefix(account), binary.path, '--single', '-j', '-D', dir, 'postgres'];
  const input = statements.map((statement) => `${statement};\n\n`).join('');
  await run(command, { input, what: 'Preparing the PostgreSQL data folder', where: dir, signal });
}

/**
 * Makes the data folder beside its place and moves it in when whole: an interrupted start leaves no half of
 * it.
 * @param {SetupOptions} options
 */
async function createCluster(options) {
  const { dir, binary, account, password, initdbArgs = [], signal } = options;
  const half = `${dir}.new`;
  const passwordFile = join(half, 'password');
  const cluster = join(half, 'cluster');
  rmSync(half, { recursive: true, force: true });
  makeOwned(half, account);
  writeOwned(passwordFile, `${password}\n`, account);
  const initdb = [
    join(dirname(binary.path), 'initdb'),
    '-D',
    cluster,
    '-U',
    DATABASE,
    '--auth=scram-sha-256',
  ];
  const settings = [`--pwfile=${passwordFile}`, '--locale=C', '--encoding=UTF8', ...initdbArgs];
  const command = [...commandPrefix(account), ...initdb, ...settings];
  await run(command, { what: 'initdb', where: dir, signal });
  await singleUser({ ...options, dir: cluster }, [`CREATE DATABASE ${DATABASE}`]);
  writeOwned(join(cluster, PASSWORD_MARK), markOf(password), account);
  renameSync(cluster, dir);
  rmSync(half, { recursive: true, force: true });
}

/**
 * @param {string} dir
 * @returns {string | null} the major version that wrote this data; null when there is none yet
 */
export function dataVersion(dir) {
  const file = join(dir, 'PG_VERSION');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

/** @param {SetupOptions} options */
async function adoptPassword(options) {
  const mark = join(options.dir, PASSWORD_MARK);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === markOf(options.password)) return;
  await singleUser(options, [`ALTER ROLE ${DATABASE} PASSWORD '${options.password.replaceAll("'", "''")}'`]);
  writeOwned(mark, markOf(options.password), options.account);
}

/**
 * After this there is a data folder of this version with our database and our password.
 * @param {SetupOptions} options
 */
export async function preparePostgres(options) {
  const { dir, binary } = options;
  const found = dataVersion(dir);
  if (found === null) return createCluster(options);
  const major = binary.version.split('.')[0];
  if (found === major) return adoptPassword(options);
  throw new Mistake(
    `The data in ${dir} was written by PostgreSQL ${found}, but the one found is ${binary.version} ` +
      `(${binary.path}): install PostgreSQL ${found} again, or delete the data with: npm run down -- --wipe`,
  );
}

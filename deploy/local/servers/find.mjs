// @ts-check
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { WANTED, compareVersions, isNewEnough, versionIn } from './wanted.mjs';

const VERSION_TIMEOUT_MS = 5_000;
const SYSTEM_FOLDERS = [
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/sbin',
  '/usr/bin',
  '/sbin',
  '/bin',
  '/snap/bin',
];
/** `*` stands for a version: the newest comes first. */
const VERSIONED_FOLDERS = ['/usr/lib/postgresql/*/bin', '/usr/pgsql-*/bin', '/opt/*/bin', '/opt/*/sbin'];

/**
 * @typedef {import('./wanted.mjs').ProgramKind} ProgramKind
 * @typedef {{ kind: ProgramKind, path: string, version: string, libraries: string[] }} Binary
 *   `libraries` are folders that LD_LIBRARY_PATH must name
 */

/**
 * @param {string} pattern a path with one `*`
 * @returns {string[]}
 */
function expand(pattern) {
  const [before = '', after = ''] = pattern.split('*');
  const folder = dirname(`${before}x`);
  const prefix = before.slice(folder.length + 1);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.startsWith(prefix));
  const versionOf = (/** @type {string} */ name) => name.slice(prefix.length).replace(/[^\d.]/g, '') || '0';
  names.sort((a, b) => compareVersions(versionOf(b), versionOf(a)));
  return names.map((name) => `${folder}/${name}${after}`).filter((path) => existsSync(path));
}

/** @param {NodeJS.ProcessEnv} env */
function searchFolders(env) {
  const onPath = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder.startsWith('/'));
  return [...new Set([...onPath, ...SYSTEM_FOLDERS, ...VERSIONED_FOLDERS.flatMap(expand)])];
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // absent or not ours to run: in both cases the search goes on
  }
}

/**
 * Runs the program to learn its version: a file name promises nothing.
 * @param {ProgramKind} kind
 * @param {string} path
 * @param {string[]} [libraries]
 * @returns {Binary | null} null when it does not run here
 */
export function examine(kind, path, libraries = []) {
  const env = libraries.length > 0 ? { ...process.env, LD_LIBRARY_PATH: libraries.join(':') } : process.env;
  const run = spawnSync(path, WANTED[kind].versionArgs, {
    env,
    encoding: 'utf8',
    timeout: VERSION_TIMEOUT_MS,
  });
  const version = versionIn(kind, `${run.stdout}${run.stderr}`);
  return version === null ? null : { kind, path, version, libraries };
}

/**
 * The same program found by two names (/bin is often /usr/bin) counts once. It is run by the name it was found
 * by: Debian's redis-server is a link to redis-check-rdb, which looks at its name to know what to be.
 * @param {string[]} paths
 */
function withoutAliases(paths) {
  const real = paths.map((path) => realpathSync(path));
  return paths.filter((_, index) => real.indexOf(real[index] ?? '') === index);
}

/**
 * Every server of this kind that is installed, too old ones as well, in the order of preference.
 * @param {ProgramKind} kind
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Binary[]}
 */
export function installed(kind, env = process.env) {
  const { programs, beside } = WANTED[kind];
  const paths = searchFolders(env)
    .flatMap((folder) => programs.map((program) => join(folder, program)))
    .filter((path) => isExecutable(path))
    .filter((path) => beside.every((program) => isExecutable(join(dirname(realpathSync(path)), program))));
  return withoutAliases(paths)
    .map((path) => examine(kind, path))
    .filter((binary) => binary !== null);
}

/**
 * @param {Binary[]} binaries
 * @returns {Binary[]}
 */
export const usable = (binaries) => binaries.filter(({ kind, version }) => isNewEnough(kind, version));

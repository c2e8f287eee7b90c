// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { runTask } from '../process/task.mjs';

const INSTALL_TIMEOUT_MS = 600_000;
/** Install scripts are left out: none of our packages needs its own, and the rest is time and risk. */
const INSTALL_FLAGS = ['--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts', '--prefer-offline'];

/**
 * @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} LockedPackage
 * @typedef {Record<string, LockedPackage>} LockedPackages
 */

/**
 * @param {string} file
 * @returns {LockedPackages | null}
 */
function readPackages(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : null;
}

/**
 * Whether what npm noted after its last install is what the lockfile asks for. Packages for other machines
 * may be absent.
 * @param {LockedPackages} wanted
 * @param {LockedPackages | null} present
 */
export function isInstalled(wanted, present) {
  if (present === null) return false;
  return Object.entries(wanted).every(([path, { version, optional, devOptional, link }]) => {
    if (path === '' || link) return true;
    const found = present[path];
    return found ? found.version === version : Boolean(optional || devOptional);
  });
}

/** @param {string} project */
export function modulesAreCurrent(project) {
  const wanted = readPackages(join(project, 'package-lock.json'));
  const present = readPackages(join(project, 'node_modules', '.package-lock.json'));
  return wanted !== null && isInstalled(wanted, present);
}

/**
 * npm removes node_modules first: what runs it must not lie in there.
 * @param {string} project
 * @param {NodeJS.ProcessEnv} [env]
 */
export function npmPlan(project, env = process.env) {
  const inside = join(project, 'node_modules');
  const outside = (env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.startsWith(inside));
  const startedBy = env['npm_execpath'] ?? '';
  const node = outside.map((folder) => join(folder, 'node')).find((path) => existsSync(path));
  const usable = basename(startedBy) === 'npm-cli.js' && existsSync(startedBy) && node !== undefined;
  const kept = Object.entries(env).filter(([name]) => !name.startsWith('npm_'));
  return {
    command: usable ? [node, startedBy, 'ci'] : ['npm', 'ci'],
    env: { ...Object.fromEntries(kept), PATH: outside.join(delimiter) },
  };
}

/**
 * @param {import('../stack/layout.mjs').Layout} layout
 * @param {Pick<import('../process/spawn.mjs').ProcessPlan, 'note'> & { signal: AbortSignal }} hooks
 */
export async function installModules({ project, log }, { signal, ...hooks }) {
  const { command, env } = npmPlan(project);
  await runTask({
    name: 'npm ci',
    command: [...command, ...INSTALL_FLAGS],
    cwd: project,
    env,
    log: log('install'),
    timeoutMs: INSTALL_TIMEOUT_MS,
    signal,
    ...hooks,
  });
}

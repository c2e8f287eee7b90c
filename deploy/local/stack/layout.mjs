// @ts-check
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canReach, postgresAccount } from '../servers/account.mjs';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const DATA_FOR_ROOT = '/var/lib/lastseat';
const HASH_LETTERS = 12;
/** Others may pass through (PostgreSQL's user must), but not look. */
const PASSABLE = 0o711;

/**
 * Where everything of this stack lies.
 * @typedef {{ project: string, home: string, data: string, postgresData: string, nginx: string, logs: string,
 *   stateFile: string, lockFile: string, secretsFile: string, profileFile: string, compileCache: string,
 *   log: (name: string) => string }} Layout
 */

/**
 * PostgreSQL does not run as root, and its user may not be able to reach a project below /root.
 * @param {string} home
 */
function postgresFolder(home) {
  const usual = join(home, 'data', 'postgres');
  if (canReach(usual, postgresAccount())) return usual;
  const name = createHash('sha256').update(home).digest('hex').slice(0, HASH_LETTERS);
  return join(DATA_FOR_ROOT, name, 'postgres');
}

/**
 * @param {NodeJS.ProcessEnv} [env] LASTSEAT_PROJECT is for our own tests: another project with stub services
 * @returns {Layout}
 */
export function makeLayout(env = process.env) {
  const project = resolve(env['LASTSEAT_PROJECT'] || PROJECT);
  const home = resolve(env['LASTSEAT_HOME'] || join(project, '.lastseat'));
  return {
    project,
    home,
    data: join(home, 'data'),
    postgresData: postgresFolder(home),
    nginx: join(home, 'nginx'),
    logs: join(home, 'logs'),
    stateFile: join(home, 'state.json'),
    lockFile: join(home, 'lock'),
    secretsFile: join(home, 'secrets.json'),
    profileFile: join(home, 'profile.json'),
    compileCache: join(home, 'compile-cache'),
    log: (name) => join(home, 'logs', `${name}.log`),
  };
}

/** @param {Layout} layout */
export function makeHome({ home, data }) {
  for (const folder of [home, data]) {
    if (existsSync(folder)) continue;
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, PASSABLE);
  }
}

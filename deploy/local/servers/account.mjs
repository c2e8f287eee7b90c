// @ts-check
import { chownSync, existsSync, mkdirSync, mkdtempSync, chmodSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Mistake } from '../terminal/mistake.mjs';

/** @typedef {{ name: string, uid: number, gid: number }} Account */

const SEARCH_BY_OWNER = 0o100;
const SEARCH_BY_GROUP = 0o010;
const SEARCH_BY_ANYBODY = 0o001;

/**
 * PostgreSQL refuses to run as root: then it runs as a user with fewer rights.
 * @returns {Account | null} null when we are not root, so that no other user is needed
 */
export function postgresAccount() {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (!user) {
    throw new Mistake(
      'PostgreSQL does not run as root, and there is no user "postgres" or "nobody" to run it: ' +
        'start lastseat as a plain user.',
    );
  }
  return { name: user[0] ?? '', uid: Number(user[2]), gid: Number(user[3]) };
}

/**
 * @param {string} folder
 * @param {Account} account
 */
function maySearch(folder, { uid, gid }) {
  const { mode, uid: owner, gid: group } = statSync(folder);
  if (owner === uid) return (mode & SEARCH_BY_OWNER) !== 0;
  return (mode & (group === gid ? SEARCH_BY_GROUP : SEARCH_BY_ANYBODY)) !== 0;
}

/**
 * Whether the account can reach this path: it may search every folder above it.
 * @param {string} path need not exist yet
 * @param {Account | null} account
 */
export function canReach(path, account) {
  if (account === null) return true;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(folder) && !maySearch(folder, account)) return false;
    if (folder === dirname(folder)) return true;
  }
}

/**
 * Makes a folder that belongs to the account (to ourselves when there is none).
 * @param {string} folder
 * @param {Account | null} account
 */
export function makeOwned(folder, account) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account) chownSync(folder, account.uid, account.gid);
}

/**
 * The words that run a command as the account; setpriv becomes that command, so the pid stays the same.
 * @param {Account | null} account
 */
export const commandPrefix = (account) =>
  account ? ['setpriv', `--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'] : [];

/**
 * A temporary folder in which every server may keep data, also PostgreSQL when root starts it (for tests).
 * @param {string} [name]
 */
export function temporaryFolder(name = 'lastseat') {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  chmodSync(folder, 0o711);
  return folder;
}

// @ts-check
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { identityOf, isAlive } from '../process/identity.mjs';
import { DeadlinePassed, waitFor } from '../process/wait.mjs';
import { Mistake, codeOf } from '../terminal/mistake.mjs';

/** @typedef {import('../process/identity.mjs').Identity & { command: string }} Holder */

/**
 * @param {string} file
 * @returns {Holder | null} who holds the lock and still lives
 */
function lockHolder(file) {
  if (!existsSync(file)) return null;
  /** @type {Holder} */
  const holder = JSON.parse(readFileSync(file, 'utf8'));
  return isAlive(holder) ? holder : null;
}

/**
 * @param {string} file
 * @param {Holder} me
 */
function take(file, me) {
  const draft = `${file}.${me.pid}`;
  writeFileSync(draft, JSON.stringify(me), { mode: 0o600 });
  try {
    linkSync(draft, file); // it appears whole or not at all, and only for one
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * @param {string} file
 * @param {Holder} me
 * @returns {boolean} false while a living command has it
 */
function takeOrReplace(file, me) {
  if (take(file, me)) return true;
  if (lockHolder(file)) return false;
  rmSync(file, { force: true }); // its holder was killed
  return take(file, me);
}

/**
 * Two commands that change the stack at the same time would undo each other's work.
 * @template T
 * @param {string} file
 * @param {{ command: string, waitMs?: number }} who `command` is shown to whoever comes second
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, { command, waitMs = 0 }, work) {
  const me = { ...identityOf(process.pid), command };
  try {
    await waitFor(() => takeOrReplace(file, me), { timeoutMs: waitMs, what: 'the other command ends' });
  } catch (error) {
    if (!(error instanceof DeadlinePassed)) throw error;
    const holder = lockHolder(file);
    const other = holder ? `"${holder.command}" (pid ${holder.pid})` : 'Another command';
    throw new Mistake(`${other} is at work here: wait until it is done, then try again.`);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

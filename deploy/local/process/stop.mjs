// @ts-check
import { Mistake, codeOf } from '../terminal/mistake.mjs';
import { allPids, factsOf, isAlive, programOf } from './identity.mjs';
import { DeadlinePassed, waitFor } from './wait.mjs';

const POLL_EVERY_MS = 10;
const KILL_WAIT_MS = 5_000;
const GROUP_WAIT_MS = 3_000;

/**
 * @typedef {import('./identity.mjs').Identity} Identity
 * @typedef {{ signal: NodeJS.Signals, waitMs: number }} StopStep
 */

/** @type {StopStep} */
const KILL = { signal: 'SIGKILL', waitMs: KILL_WAIT_MS };

/**
 * @param {number} target a pid, or a negative number for a process group
 * @param {NodeJS.Signals} signal
 */
function send(target, signal) {
  if (target === 0) return; // to the kernel that would mean our own process group
  try {
    process.kill(target, signal);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ESRCH') return; // it was faster than we were
    if (code !== 'EPERM') throw error;
    throw new Mistake(
      `Process ${Math.abs(target)} belongs to another user: stop it as the user who started it.`,
    );
  }
}

/**
 * Children that outlived their parent (the workers of a killed nginx) still are in its session. Only after
 * all of them are gone could a stranger get that number for its session, so the program must be the same too.
 * @param {Identity & { command?: string[] }} identity
 */
function orphansOf({ pid, startTime, command = [] }) {
  return allPids().filter((candidate) => {
    const facts = factsOf(candidate);
    if (facts === null || facts.session !== pid || candidate === pid) return false;
    return BigInt(facts.startTime) >= BigInt(startTime || 0) && command.includes(programOf(candidate) ?? '');
  });
}

/**
 * @param {Identity} identity
 * @param {StopStep} step
 */
async function tryStep(identity, { signal, waitMs }) {
  send(identity.pid, signal);
  send(identity.pid, 'SIGCONT'); // a paused process takes its signal only after it goes on
  try {
    await waitFor(() => !isAlive(identity), { timeoutMs: waitMs, everyMs: POLL_EVERY_MS, what: signal });
    return true;
  } catch (error) {
    if (error instanceof DeadlinePassed) return false;
    throw error;
  }
}

/**
 * Ends a program together with all that it started in its session (npm and its children).
 * @param {Identity} identity
 */
export async function stopGroup(identity) {
  if (!isAlive(identity)) return;
  send(-identity.pid, 'SIGTERM');
  await tryStep(identity, { signal: 'SIGTERM', waitMs: GROUP_WAIT_MS });
  send(-identity.pid, 'SIGKILL');
  if (isAlive(identity)) await tryStep(identity, KILL);
}

/**
 * Ends a process, politely first. Never touches another process that has got its number since.
 * @param {Identity & { command?: string[] }} identity
 * @param {StopStep[]} steps
 */
export async function stopProcess(identity, steps) {
  if (identity.pid === 0) return;
  for (const step of [...steps, KILL]) {
    if (!isAlive(identity)) break;
    if (await tryStep(identity, step)) break;
  }
  const orphans = orphansOf(identity);
  for (const orphan of orphans) send(orphan, 'SIGKILL');
  const gone = () => orphans.every((pid) => factsOf(pid)?.session !== identity.pid);
  await waitFor(gone, { timeoutMs: KILL_WAIT_MS, everyMs: POLL_EVERY_MS, what: 'its children end' });
}

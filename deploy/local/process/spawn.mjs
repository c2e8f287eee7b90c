// @ts-check
import { spawn } from 'node:child_process';
import { closeSync, existsSync } from 'node:fs';
import { Mistake, diskFull, speaksOfFullDisk } from '../terminal/mistake.mjs';
import { NOBODY, identityOf } from './identity.mjs';
import { openLog, tailOf } from './logs.mjs';
import { DeadlinePassed, waitFor } from './wait.mjs';

/**
 * @typedef {import('./identity.mjs').Identity} Identity
 * @typedef {{ done: boolean, code: number | null, error: Error | null }} Exit
 * @typedef {{ name: string, command: string[], log: string, cwd?: string, env?: NodeJS.ProcessEnv,
 *   boundToParent?: boolean | undefined, stopSignal?: string,
 *   note?: (identity: Identity) => void }} ProcessPlan
 * @typedef {Identity & { name: string, command: string[], log: string, exit: Exit }} Spawned
 */

/**
 * The command that the kernel ends when this process dies, in whatever way. The kernel forgets that wish when
 * the user changes later on: so it goes into the same setpriv as the change.
 * @param {string[]} command
 * @param {string} [stopSignal]
 */
export function boundToUs(command, stopSignal = 'TERM') {
  if (!existsSync('/usr/bin/setpriv')) return command; // it only shortens the life of what nobody waits for
  const rest = command[0] === 'setpriv' ? command.slice(1) : command;
  return ['setpriv', `--pdeathsig=${stopSignal}`, ...rest];
}

/**
 * Starts a program in a session of its own: a Ctrl-C in the terminal does not reach it, the launcher stops it.
 * `note` is called twice: with nobody before there is a process, so that its command is known even if we are
 * killed in this very moment, and with its identity after.
 * @param {ProcessPlan} plan
 * @returns {Spawned}
 */
export function spawnProcess(plan) {
  const { name, command, log, note } = plan;
  const [program = '', ...args] = plan.boundToParent ? boundToUs(command, plan.stopSignal) : command;
  note?.(NOBODY);
  const output = openLog(plan.log);
  const child = spawn(program, args, {
    cwd: plan.cwd,
    env: plan.env ?? process.env,
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  child.unref();
  /** @type {Exit} */
  const exit = { done: false, code: null, error: null };
  child.once('exit', (code) => Object.assign(exit, { done: true, code }));
  child.once('error', (error) => Object.assign(exit, { done: true, error }));
  const identity = identityOf(child.pid ?? 0);
  note?.(identity);
  return { ...identity, name, command, log, exit };
}

/**
 * @param {Spawned} spawned
 * @param {() => Promise<boolean>} isReady
 * @param {{ timeoutMs: number, everyMs?: number, signal?: AbortSignal | undefined }} limits
 */
export async function waitUntilReady(spawned, isReady, { timeoutMs, everyMs, signal }) {
  const what = `${spawned.name} answers`;
  try {
    await waitFor(() => spawned.exit.done || isReady(), {
      timeoutMs,
      ...(everyMs && { everyMs }),
      signal,
      what,
    });
  } catch (error) {
    if (error instanceof DeadlinePassed)
      throw failure(spawned, `did not answer within ${timeoutMs / 1000} s`);
    throw error;
  }
  if (spawned.exit.done) throw failure(spawned, 'ended while it was starting');
}

/**
 * @param {{ name: string, log: string, exit: Exit }} spawned
 * @param {string} whatHappened
 * @param {string[]} [evidence] lines of its log
 */
export function failure({ name, log, exit }, whatHappened, evidence = tailOf(log)) {
  if (exit.error) return new Mistake(`${name} cannot be started: ${exit.error.message}`);
  if (speaksOfFullDisk(evidence.join('\n'))) return diskFull(log);
  return new Mistake(`${name} ${whatHappened}. From ${log}:`, evidence);
}

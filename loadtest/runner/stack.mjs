// @ts-check
/** The lastseat that runs from this folder, if there is one: only then can its rows be read and its replicas scaled. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isAlive, makeLayout, readState } from '../../deploy/local/launcher.mjs';

const USUAL_URL = 'http://127.0.0.1:8000';
const ANSWER_WITHIN_MS = 3_000;
const LAUNCHER = fileURLToPath(new URL('../../deploy/local/cli.mjs', import.meta.url));
const LAB = fileURLToPath(new URL('../../deploy/local/run.mjs', import.meta.url));

/** @typedef {{ url: string, own: boolean, replicas: number }} Target own: it runs from this folder */

/** What is asked: BASE_URL, else what runs here, else where it usually does. @returns {Target} */
export function target() {
  const state = readState(makeLayout());
  const running = state?.processes.some((record) => isAlive(record)) ? state : null;
  const url = process.env['BASE_URL'] || running?.api || USUAL_URL;
  const replicas = running?.processes.filter(({ role }) => role === 'booking').length ?? 0;
  return { url, own: url === running?.api, replicas };
}

/** @param {Target} target */
export const answers = ({ url }) =>
  fetch(`${url}/health/live`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).then(
    (answer) => answer.ok,
    () => false,
  );

/** @param {string} program @param {string[]} words */
async function inThisTerminal(program, words) {
  const child = spawn(process.execPath, [program, ...words], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  return Number(code ?? 1);
}

/** @param {number} replicas */
export async function scaleTo(replicas) {
  if ((await inThisTerminal(LAUNCHER, ['scale', String(replicas)])) !== 0)
    throw new Error(`The cluster could not be scaled to ${replicas}.`);
}

/** The lab's verdict on what k6 saw. @param {string} file */
export const judge = (file) => inThisTerminal(LAB, ['judge', '--history', file]);

// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { judge } from './stack.mjs';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const RESULTS_DIR = join(FOLDER, 'results');
/** How often k6's page has a point: seldom for hours, often enough that a run of a second has some. */
const PAGE_PERIOD = { soak: '10s', usual: '100ms' };

/**
 * @typedef {{ name: string, result: string, words: string[], history: boolean,
 *   target: import('./stack.mjs').Target }} Run
 */

/** @param {string} result @param {string} ending */
export const resultFile = (result, ending) => join(RESULTS_DIR, `${result}.${ending}`);

/** One run, and what the lab says to it. @param {Run} run @returns {Promise<number>} the exit code */
export async function runK6({ name, result, words, history, target }) {
  mkdirSync(RESULTS_DIR, { recursive: true });
  const [page, raw] = [resultFile(result, 'html'), resultFile(result, 'history.json')];
  for (const old of [page, raw, resultFile(result, 'json')]) rmSync(old, { force: true });
  const out = history ? ['--out', `json=${raw}`] : [];
  const k6 = spawn('k6', ['run', ...out, ...words, join(FOLDER, `${name}.js`)], {
    stdio: 'inherit',
    env: {
      K6_NO_USAGE_REPORT: 'true',
      K6_WEB_DASHBOARD: 'true',
      // a page when it is over; nobody looks at it before, so nothing listens
      K6_WEB_DASHBOARD_PORT: '-1',
      K6_WEB_DASHBOARD_PERIOD: name === 'soak' ? PAGE_PERIOD.soak : PAGE_PERIOD.usual,
      ...process.env,
      ...{ BASE_URL: target.url, RESULTS_DIR, RESULT_NAME: result, K6_WEB_DASHBOARD_EXPORT: page },
    },
  });
  const [code, signal] = await once(k6, 'exit');
  const ended = Number(code ?? (signal === null ? 1 : 130));
  console.log(`  ${page}`);
  if (!history) return ended;
  if (!target.own) {
    console.log(`  ${raw}\n  is for the lab where this lastseat runs: npm run judge -- --history FILE`);
    return ended;
  }
  const verdict = await judge(raw);
  rmSync(raw, { force: true });
  return ended || verdict;
}

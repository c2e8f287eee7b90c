/**
 * `npm run k6 -- concurrent-booking -e STRATEGY=mutex`: runs a script of this folder against a lastseat that is up.
 * What follows the name is handed to k6 as it is; results are kept in loadtest/results.
 */
import { spawn } from 'node:child_process';
import { accessSync, constants, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const RESULTS_DIR = join(here, 'results');
const BASE_URL = process.env['BASE_URL'] ?? 'http://127.0.0.1:8000';
const ANSWER_WITHIN_MS = 3_000;

const names = readdirSync(here)
  .filter((file) => file.endsWith('.js'))
  .map((file) => file.slice(0, -'.js'.length));

/** The first comment of a script, after the type checker's, says what it is for. @param {string} name */
function purpose(name) {
  const lines = readFileSync(join(here, `${name}.js`), 'utf8').split('\n');
  const comment = lines.find((line) => line.startsWith('// ') && !line.startsWith('// @'));
  return comment?.slice('// '.length) ?? '';
}

function help() {
  const width = Math.max(...names.map((name) => name.length));
  return [
    'npm run k6 -- NAME [options of k6 run, such as -e STRATEGY=mutex -e GUARD=false]',
    '',
    ...names.map((name) => `  ${name.padEnd(width)}   ${purpose(name)}`),
    '',
    `Runs against ${BASE_URL} (BASE_URL). Exit code 0: SAFE and within all thresholds.`,
  ].join('\n');
}

/** @param {string} program */
function onPath(program) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const answers = () =>
  fetch(`${BASE_URL}/health/live`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).then(
    (answer) => answer.ok,
    () => false,
  );

/** @param {string} sentence */
function give(sentence) {
  console.error(sentence);
  process.exit(1);
}

const [name, ...rest] = process.argv.slice(2);
if (name === undefined || name === '--help' || name === '-h') {
  console.log(help());
  process.exit(name === undefined ? 1 : 0);
}
if (!names.includes(name)) give(`There is no script "${name}". There is: ${names.join(', ')}`);
if (!onPath('k6')) {
  give(
    'k6 is not on the PATH. Get it at https://k6.io, or run it in a container: ' +
      `docker compose run --rm k6 run /scripts/${name}.js`,
  );
}
if (!(await answers())) {
  give(
    process.env['BASE_URL'] ? `Nobody answers at ${BASE_URL}` : 'lastseat is not running. Type: npm run up',
  );
}
mkdirSync(RESULTS_DIR, { recursive: true });
const k6 = spawn('k6', ['run', ...rest, join(here, `${name}.js`)], {
  stdio: 'inherit',
  env: { ...process.env, BASE_URL, RESULTS_DIR, K6_NO_USAGE_REPORT: 'true' },
});
// Ctrl-C reaches k6 by itself; it ends its run and prints its summary, and we wait for that
process.on('SIGINT', () => undefined);
k6.on('error', (error) => give(`k6 could not be started: ${error.message}`));
k6.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));

/**
 * `npm run k6 -- concurrent-booking -e STRATEGY=mutex`: runs a script of this folder against a lastseat that is up, and
 * lets the lab judge what it saw. What follows the name is handed to k6 as it is; results are kept in loadtest/results.
 */
import { accessSync, constants, readFileSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atEach } from './runner/replica-steps.mjs';
import { runK6 } from './runner/run-k6.mjs';
import { answers, target } from './runner/stack.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const SCALES = 'multi-replica';
const USUAL_STEPS = '1,2,4';
/** Our own words; all others are k6's. */
const OWN = { history: '--no-history', replicas: '--replicas=' };

const names = readdirSync(here)
  .filter((file) => file.endsWith('.js'))
  .map((file) => file.slice(0, -'.js'.length));

/** The first comment of a script, after the type checker's, says what it is for. @param {string} name */
function purpose(name) {
  const lines = readFileSync(join(here, `${name}.js`), 'utf8').split('\n');
  const comment = lines.find((line) => line.startsWith('// ') && !line.startsWith('// @'));
  return comment?.slice('// '.length) ?? '';
}

/** @param {string} url */
function help(url) {
  const width = Math.max(...names.map((name) => name.length));
  return [
    'npm run k6 -- NAME [options of k6 run, such as -e STRATEGY=mutex -e GUARD=false]',
    '',
    ...names.map((name) => `  ${name.padEnd(width)}   ${purpose(name)}`),
    '',
    `  ${OWN.history}       without the history of the run, and so without the lab's verdict on it`,
    `  ${OWN.replicas}1,2   of ${SCALES}: other numbers than ${USUAL_STEPS}`,
    '',
    `Runs against ${url} (BASE_URL). Exit code 0: within all thresholds, and the lab's verdict is the expected one.`,
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

/** @param {string} sentence */
function give(sentence) {
  console.error(sentence);
  process.exit(1);
}

const [name, ...rest] = process.argv.slice(2);
const asked = target();
if (name === undefined || name === '--help' || name === '-h') {
  console.log(help(asked.url));
  process.exit(name === undefined ? 1 : 0);
}
if (!names.includes(name)) give(`There is no script "${name}". There is: ${names.join(', ')}`);
if (!onPath('k6')) {
  give(
    'k6 is not on the PATH. Get it at https://k6.io, or run it in a container: ' +
      `docker compose run --rm k6 run /scripts/${name}.js`,
  );
}
if (!(await answers(asked))) {
  give(
    process.env['BASE_URL'] ? `Nobody answers at ${asked.url}` : 'lastseat is not running. Type: npm run up',
  );
}
const words = rest.filter((word) => word !== OWN.history && !word.startsWith(OWN.replicas));
const run = { name, result: name, words, history: !rest.includes(OWN.history), target: asked };
const steps = rest.find((word) => word.startsWith(OWN.replicas))?.slice(OWN.replicas.length) ?? USUAL_STEPS;
// Ctrl-C reaches k6 by itself; it ends its run and prints its summary, and we wait for that
process.on('SIGINT', () => undefined);
process.exitCode =
  name === SCALES && asked.own ? await atEach(run, steps.split(',').map(Number)) : await runK6(run);

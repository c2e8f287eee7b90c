// @ts-check
import { runLab } from './commands/lab.mjs';
import { waitFor } from './process/wait.mjs';
import { makeContext } from './stack/context.mjs';
import { withOwnStack } from './stack/owned.mjs';
import { replicaNumbers } from './stack/service.mjs';
import { readState } from './stack/state.mjs';
import { USUAL_REPLICAS, readArguments, readReplicas } from './terminal/arguments.mjs';
import { Interrupted } from './terminal/mistake.mjs';
import { runCommand } from './terminal/run-command.mjs';
import { seconds } from './terminal/style.mjs';

const WATCH_EVERY_MS = 500;

const HELP = `npm start [-- --exit] [--replicas N]
  Installs, builds, starts servers and replicas behind nginx, runs the proof, and stays up until Ctrl-C.
  --exit        ends after the proof, with its exit code
  --replicas N  so many replicas instead of ${USUAL_REPLICAS}`;

/** @typedef {import('./stack/context.mjs').Context} Context */

/** @param {Context} context */
async function stayUp({ layout, progress, signal }) {
  const api = readState(layout)?.api ?? '';
  progress.line(`\n  lastseat is up: ${progress.style.bold(api)}   what it offers: ${api}/docs`);
  progress.line(
    '  In another terminal: npm run race -- --strategy mutex --replicas 3   (also: scale, status, audit)',
  );
  progress.line('  Ctrl-C stops everything.');
  try {
    await waitFor(() => readState(layout) === null, {
      timeoutMs: Number.POSITIVE_INFINITY,
      everyMs: WATCH_EVERY_MS,
      signal,
      what: 'the end',
    });
    progress.line('  Stopped from elsewhere.');
  } catch (error) {
    // here Ctrl-C is how it ends: nothing was interrupted
    if (!(error instanceof Interrupted) && !signal.aborted) throw error;
    progress.line('');
  }
  return 0;
}

await runCommand(process.stdout, async (progress, signal) => {
  const options = {
    exit: { type: /** @type {const} */ ('boolean') },
    replicas: { type: /** @type {const} */ ('string') },
  };
  const given = readArguments(process.argv.slice(2), { options, help: HELP });
  if (given === null) return 0;
  const example = 'npm start -- --replicas 3';
  const replicas = replicaNumbers(readReplicas(String(given.values['replicas'] ?? USUAL_REPLICAS), example));
  const context = makeContext(progress, signal);
  const began = performance.now();
  return withOwnStack(context, { command: 'npm start', replicas }, async () => {
    progress.line(`  Everything runs after ${seconds(performance.now() - began)}. Now the proof.\n`);
    const verdict = await runLab(context.layout, ['proof'], signal);
    return given.values['exit'] ? verdict : stayUp(context);
  });
});

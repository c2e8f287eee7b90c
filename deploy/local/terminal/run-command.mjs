// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeLayout } from '../stack/layout.mjs';
import { Interrupted, Mistake, explain } from './mistake.mjs';
import { Progress } from './progress.mjs';

const FAILED = 1;
/** What a shell reports for a program that a signal ended. @type {Partial<Record<NodeJS.Signals, number>>} */
const SIGNAL_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** @param {unknown} error @param {Progress} progress */
function show(error, progress) {
  const { style } = progress;
  if (error instanceof Mistake) {
    progress.line(`\n${style.red('✗')} ${error.message}`);
    for (const line of error.evidence) progress.line(`    ${style.dim(line)}`);
  } else {
    // not the user's mistake but ours: whoever mends it needs the trace
    const trace = error instanceof Error ? error.stack : String(error);
    progress.line(`\n${style.red('✗')} This is a fault of lastseat: ${trace}`);
  }
}

/** What a person has in his .env; variables of the shell go before it. */
function readEnvFile() {
  const file = join(makeLayout().project, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

/**
 * Runs a command: signals abort it, mistakes become one sentence, and its number becomes the exit code.
 * @param {NodeJS.WriteStream} stream where progress and mistakes go
 * @param {(progress: Progress, signal: AbortSignal) => Promise<number>} command
 */
export async function runCommand(stream, command) {
  const stop = new AbortController();
  for (const by of /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(by, () => stop.abort(new Interrupted(by)));
  }
  // a terminal that was closed, or `| head`: what we cannot say any more must not keep us from cleaning up
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
  const progress = new Progress(stream);
  try {
    readEnvFile();
    process.exitCode = await command(progress, stop.signal);
  } catch (error) {
    if (stop.signal.reason instanceof Interrupted) {
      process.exitCode = SIGNAL_CODES[stop.signal.reason.by] ?? FAILED;
    } else {
      show(explain(error, makeLayout().home), progress);
      process.exitCode = FAILED;
    }
  }
  process.exit();
}

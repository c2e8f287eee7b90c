// @ts-check
import { DOWN_HELP, down } from './commands/down.mjs';
import { SCALE_HELP, scale } from './commands/scale.mjs';
import { STATUS_HELP, status } from './commands/status.mjs';
import { UP_HELP, up } from './commands/up.mjs';
import { Mistake } from './terminal/mistake.mjs';
import { runCommand } from './terminal/run-command.mjs';

/**
 * @typedef {import('./terminal/progress.mjs').Progress} Progress
 * @typedef {(args: string[], progress: Progress, signal: AbortSignal) => Promise<number>} Command
 */

/** @type {Record<string, Command>} */
const COMMANDS = { up, scale, status, down };
const HELP = [UP_HELP, SCALE_HELP, STATUS_HELP, DOWN_HELP].join('\n\n');

const [name = '--help', ...args] = process.argv.slice(2);
// what a script reads from `status --json` must not be mixed with what people read
const stream = name === 'status' ? process.stderr : process.stdout;

await runCommand(stream, async (progress, signal) => {
  const command = COMMANDS[name];
  if (command) return command(args, progress, signal);
  if (name !== '--help') throw new Mistake(`There is no command "${name}".`, HELP.split('\n'));
  process.stdout.write(`${HELP}\n`);
  return 0;
});

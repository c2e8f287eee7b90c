import { audit } from './commands/audit.js';
import { exercise } from './commands/exercise.js';
import { exhibit } from './commands/exhibit.js';
import { judge } from './commands/judge.js';
import { matrix } from './commands/matrix.js';
import { measure } from './commands/measure.js';
import { proof } from './commands/proof.js';
import { race } from './commands/race.js';
import { UserError } from './user-error.js';

/** One line a command; each gives its exit code. */
const commands: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  proof,
  race,
  judge,
  matrix,
  audit,
  measure,
  exhibit,
  exercise,
};

const HELP = `lastseat lab

  npm run proof     every strategy at 1 and at 3 replicas, as a table
  npm run race      one run, one verdict
  npm run judge     a verdict on a history that was recorded before, or by k6
  npm run matrix    every strategy under every fault
  npm run exhibit   one thing that goes wrong, and its cure
  npm run exercise  foretell what becomes of a run, and see
  npm run measure   one kind of run many times, for docs/measurements.md
  npm run audit     compares inventory's counts and the provider's payments with booking's

Each has --help.
`;
const INTERRUPTED = 130;
const NO_VERDICT = 2;

async function main([name = '--help', ...args]: readonly string[]): Promise<number> {
  if (name === '--help') {
    process.stdout.write(HELP);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command !== undefined) return await command(args);
  throw new UserError(`There is no command "${name}". Type one of: ${Object.keys(commands).join(', ')}`);
}

/** A stack trace is for mistakes of ours only. */
const textOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error instanceof UserError ? error.message : (error.stack ?? error.message);
};

// process.exit runs the exit handlers, and one of them writes the rest of the history
process.once('SIGINT', () => process.exit(INTERRUPTED));

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${textOf(error)}\n`);
  process.exitCode = NO_VERDICT;
}

import { bench } from './command.js';
import { UserError } from '../../lab/src/user-error.js';

const INTERRUPTED = 130;
const NOTHING_MEASURED = 2;

// process.exit runs the exit handlers, and one of them takes the stack down
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(INTERRUPTED));

try {
  process.exitCode = await bench(process.argv.slice(2));
} catch (error) {
  // a stack trace is for mistakes of ours only
  const text = error instanceof UserError ? error.message : error instanceof Error ? error.stack : error;
  process.stderr.write(`${String(text)}\n`);
  process.exitCode = NOTHING_MEASURED;
}

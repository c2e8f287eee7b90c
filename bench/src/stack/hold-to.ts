import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { UserError } from '../../../lab/src/user-error.js';

const run = promisify(execFile);

/** This process and, as they inherit it, everything that it starts from now on. */
export async function holdTo(cores: number): Promise<void> {
  try {
    await run('taskset', ['--all-tasks', '--cpu-list', '--pid', `0-${cores - 1}`, `${process.pid}`]);
  } catch (error) {
    const tip = 'Type: sudo apt-get install util-linux';
    throw new UserError(`Nothing here holds programs to ${cores} processors (${String(error)}). ${tip}`);
  }
}

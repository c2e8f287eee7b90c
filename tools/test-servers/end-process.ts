import { until } from '#deadlines';
import { identityOf, isAlive } from '../../deploy/local/process/identity.mjs';

const LOOK_EVERY_MS = 10;

/**
 * Comes back when the process is gone, with how long that took: until then it has its ports, and `up` finds nothing to
 * mend. Its corpse does not count: when that is reaped is the machine's affair, and may take seconds.
 */
export async function endProcess(pid: number, signal: NodeJS.Signals, withinMs = 20_000): Promise<number> {
  // to the kernel 0 would be our own group
  if (pid <= 0) throw new Error('no process to end');
  const doomed = identityOf(pid);
  const began = performance.now();
  process.kill(pid, signal);
  const isGone = await until(withinMs, LOOK_EVERY_MS, () => Promise.resolve(!isAlive(doomed)));
  if (!isGone) throw new Error(`process ${pid} is still there ${withinMs} ms after ${signal}`);
  return performance.now() - began;
}

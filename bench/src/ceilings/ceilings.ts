import type { BenchResults } from '../results/results.js';
import type { BenchStack } from '../stack/bench-stack.js';
import { fdatasyncUs } from './fdatasync.js';
import { pgbench } from './pgbench.js';

const SECONDS = 2;

/** What disk and database do when nothing is around them. */
export async function ceilingsOf(stack: BenchStack, quick: boolean): Promise<BenchResults['ceilings']> {
  const disk = await fdatasyncUs(stack.home);
  return { fdatasyncUs: disk, pgbench: quick ? null : await pgbench(stack, SECONDS) };
}

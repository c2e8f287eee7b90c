// @ts-check
import { makeContext } from '../stack/context.mjs';
import { runningStack } from '../stack/leftovers.mjs';
import { withLock } from '../stack/lock.mjs';
import { scaleTo } from '../stack/scale.mjs';
import { replicaNumbers } from '../stack/service.mjs';
import { writeState } from '../stack/state.mjs';
import { readArguments, readReplicas } from '../terminal/arguments.mjs';
import { Mistake } from '../terminal/mistake.mjs';

export const SCALE_HELP = `npm run scale -- N
  Changes the number of booking replicas while requests go on; none is lost.`;

const EXAMPLE = 'npm run scale -- 6';

/**
 * @param {string[]} args
 * @param {import('../terminal/progress.mjs').Progress} progress
 * @param {AbortSignal} signal
 */
export async function scale(args, progress, signal) {
  const given = readArguments(args, { options: {}, positionals: true, help: SCALE_HELP });
  if (given === null) return 0;
  if (given.words.length !== 1) throw new Mistake(`How many replicas? Type for example: ${EXAMPLE}`);
  const wanted = readReplicas(given.words[0] ?? '', EXAMPLE);
  const context = makeContext(progress, signal);
  await withLock(context.layout.lockFile, { command: 'npm run scale' }, async () => {
    const state = await runningStack(context);
    if (!state) throw new Mistake('Nothing runs here. Type: npm run up');
    writeState(context.layout, state);
    await scaleTo(context, state, replicaNumbers(wanted));
  });
  progress.line(`  ${wanted} ${wanted === 1 ? 'replica' : 'replicas'}.`);
  return 0;
}

// @ts-check
import { runLab } from './commands/lab.mjs';
import { makeContext } from './stack/context.mjs';
import { runningStack } from './stack/leftovers.mjs';
import { withLock } from './stack/lock.mjs';
import { withOwnStack } from './stack/owned.mjs';
import { ensureBuild, fetchAll } from './stack/prepare.mjs';
import { replicaNumbers } from './stack/service.mjs';
import { REPLICAS_LIMIT, USUAL_REPLICAS } from './terminal/arguments.mjs';
import { Mistake } from './terminal/mistake.mjs';
import { runCommand } from './terminal/run-command.mjs';

const args = process.argv.slice(2);
const COMMAND = `npm run ${args[0]}`;
/** Of these, the command alone lists what there is. */
const NAME_FIRST = ['npm run exhibit', 'npm run measure', 'npm run exercise'];
/** What it looks for is in the stack that was there. */
const NO_OTHER_STACK = 'npm run judge';
/** They start stacks of their own: the one breaks it, the other must be alone in it. */
const OWN_STACK = ['npm run matrix', 'npm run bench'];
/** An exercise without an answer is a question. */
const ONLY_ASKS =
  COMMAND === 'npm run exercise' && args[1] !== 'all' && !args.some((word) => word.startsWith('--predict'));

/** The lab checks its own words; here only so many replicas are started as it will want. */
function wantedReplicas() {
  const at = args.findIndex((word) => word === '--replicas' || word.startsWith('--replicas='));
  const text = args[at]?.split('=')[1] ?? args[at + 1];
  const wanted = at === -1 ? USUAL_REPLICAS : Number(text);
  return wanted >= 1 && wanted <= REPLICAS_LIMIT ? Math.ceil(wanted) : USUAL_REPLICAS;
}

/** @param {import('./stack/context.mjs').Context} context */
async function prepare(context) {
  await fetchAll(context);
  await ensureBuild(context);
}

// standard output belongs to the lab's program, which may be asked for JSON
await runCommand(process.stderr, async (progress, signal) => {
  const context = makeContext(progress, signal);
  const lab = () => runLab(context.layout, args, signal);
  const onlyLists = args.length === 1 && NAME_FIRST.includes(COMMAND);
  const needsNoStack = OWN_STACK.includes(COMMAND) || args.includes('--help') || onlyLists || ONLY_ASKS;
  const running = await withLock(context.layout.lockFile, { command: COMMAND }, async () => {
    const state = await runningStack(context);
    if (needsNoStack || state) await prepare(context);
    return state;
  });
  if (needsNoStack || running) return lab();
  if (COMMAND === NO_OTHER_STACK) throw new Mistake('Nothing runs here. Type: npm run up');
  return withOwnStack(context, { command: COMMAND, replicas: replicaNumbers(wantedReplicas()) }, lab);
});

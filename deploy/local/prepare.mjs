// @ts-check
import { makeContext } from './stack/context.mjs';
import { ensureBuild, fetchAll } from './stack/prepare.mjs';
import { runCommand } from './terminal/run-command.mjs';

await runCommand(process.stderr, async (progress, signal) => {
  const context = makeContext(progress, signal);
  await fetchAll(context);
  await ensureBuild(context);
  return 0;
});

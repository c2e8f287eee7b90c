import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { parseJson } from './parse-json.js';
import { UserError, notRunning } from './user-error.js';

const run = promisify(execFile);
const SCALE_MS_MOST = 60_000;

/** What the launcher writes about the servers that run; only what the lab reads. */
const Stack = z.object({
  api: z.url(),
  replicas: z.array(z.object({ name: z.string(), pid: z.int(), url: z.string() })),
  postgres: z.object({ url: z.string() }),
  redis: z.array(z.object({ pid: z.int(), url: z.string() })),
  versions: z.record(z.string(), z.string()).default({}),
  project: z.string(),
});
export type Stack = z.infer<typeof Stack>;

export async function readStack(home: string): Promise<Stack> {
  const file = join(home, 'state.json');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw notRunning();
    throw new UserError(`${file} cannot be read (${error.code ?? error.message}). Type: npm run status`);
  });
  const parsed = Stack.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new UserError(
    `${file} does not describe a running stack (${field}). Type: npm run down, then npm run up`,
  );
}

/** The launcher owns the processes; we only ask it. Its words are shown when it fails, and only then. */
export async function scaleTo(replicas: number, stack: Stack, home: string): Promise<Stack> {
  const launcher = join(stack.project, 'deploy', 'local', 'cli.mjs');
  try {
    await run(process.execPath, [launcher, 'scale', String(replicas)], { timeout: SCALE_MS_MOST });
  } catch (error) {
    throw new UserError(
      `The cluster could not be scaled to ${replicas}. ${spokenBy(error)} Type: npm run status`,
    );
  }
  return await readStack(home);
}

const spokenBy = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const spoken = ['stdout', 'stderr'].map((stream) => String(Reflect.get(error, stream) ?? '').trim());
  return spoken.filter((text) => text !== '').join('\n') || error.message;
};

export async function gitCommit(project: string): Promise<string | null> {
  try {
    return (await run('git', ['-C', project, 'rev-parse', 'HEAD'])).stdout.trim();
  } catch {
    return null; // a copy without git is as good; the history then names no commit
  }
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { UserError } from '../../../lab/src/user-error.js';

const run = promisify(execFile);

const SCRIPT = 'bench/wrk/claims.lua';
/** A request that takes longer is counted as one without an answer; nginx gives up before. */
const TIMEOUT = '5s';
/** Beyond the time it is told to run: it reads all requests before. */
const GRACE_MS = 30_000;
/** One is enough on two cores: it needs 15 µs for a request. */
const THREADS = 1;
const RESULT = /^RESULT (.*)$/m;

const Answers = z.object({
  us: z.number(),
  answers: z.int(),
  bytes: z.int(),
  notOk: z.int(),
  broken: z.int(),
  timeouts: z.int(),
  surplus: z.int(),
  p50Us: z.number(),
  p90Us: z.number(),
  p95Us: z.number(),
  p99Us: z.number(),
  maxUs: z.number(),
});
/** What wrk saw: answers are those that came before its time was over. */
export type Answers = z.infer<typeof Answers>;

export interface ClosedLoad {
  /** http://host:port */
  readonly url: string;
  readonly path: string;
  /** lines of `key TAB body` */
  readonly requests: string;
  readonly connections: number;
  readonly seconds: number;
}

/** As many requests under way as there are connections; the next is sent when an answer is there. */
export async function closedLoad(project: string, load: ClosedLoad): Promise<Answers> {
  const { url, path, requests, connections, seconds } = load;
  const words = ['-t', `${THREADS}`, '-c', `${connections}`, '-d', `${seconds}s`, '--timeout', TIMEOUT];
  const script = ['-s', `${project}/${SCRIPT}`, url, '--', requests, path, `${THREADS}`];
  const { stdout } = await run('wrk', [...words, ...script], { timeout: seconds * 1_000 + GRACE_MS });
  const [, result] = RESULT.exec(stdout) ?? [];
  if (result === undefined) throw new Error(`wrk did not say what it saw: ${stdout}`);
  return Answers.parse(JSON.parse(result));
}

/** Its name and version, or a sentence that says how to get it. */
export async function wrkVersion(): Promise<string> {
  // it knows no question for its version alone, and ends with 1
  const said = await run('wrk', ['--version']).catch((error: { stdout?: string; code?: unknown }) => error);
  const [, version] = /^wrk (\S+)/.exec(said.stdout ?? '') ?? [];
  if (version !== undefined) return version;
  throw new UserError('The load is made by wrk, which is not on the PATH. Type: sudo apt-get install wrk');
}

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from '#deadlines';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const READY_MS = 40_000;
const STOPPED_MS = 20_000;
const LOOK_EVERY_MS = 25;

export interface ServiceProcess {
  readonly url: string;
  readonly pid: number;
  /** With the exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  /** What it has written to stderr. */
  said(): string;
  /** Resolves as `ended` does. */
  stop(signal?: NodeJS.Signals): ServiceProcess['ended'];
}

interface ServiceNeeds {
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  /** Where `npm run build` was run. */
  readonly project?: string;
}

/** A service as `npm start` runs it: a process of what `npm run build` made. Resolves when it is ready. */
export async function startService(
  service: 'booking' | 'inventory' | 'payments',
  { port, env, project = PROJECT }: ServiceNeeds,
): Promise<ServiceProcess> {
  const child = spawn(process.execPath, [join(project, `dist/services/${service}/src/main.js`)], {
    env: { PORT: String(port), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    process.stderr.write(text);
  });
  // and not "exit": by then stderr may not be read to its end
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
  const url = `http://127.0.0.1:${port}`;
  const isReady = async (): Promise<boolean> => {
    if (child.exitCode !== null) throw new Error(`${service} ended with ${child.exitCode} while it started`);
    // refused until it listens
    return (await fetch(`${url}/health/ready`).catch(() => undefined))?.status === 200;
  };
  if (!(await until(READY_MS, LOOK_EVERY_MS, isReady))) {
    child.kill('SIGKILL');
    throw new Error(`${service} at ${url} was not ready within ${READY_MS} ms`);
  }
  const stop = (signal: NodeJS.Signals = 'SIGTERM'): ServiceProcess['ended'] => {
    child.kill(signal);
    return ended;
  };
  return { url, pid: child.pid ?? 0, ended, said: () => said, stop };
}

/** Back when the kernel says that the process stands still (SIGSTOP). */
export async function untilStopped({ pid }: Pick<ServiceProcess, 'pid'>): Promise<void> {
  // the second field is the name, in brackets
  const isStopped = (): Promise<boolean> =>
    Promise.resolve(/\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')));
  if (!(await until(STOPPED_MS, LOOK_EVERY_MS, isStopped)))
    throw new Error(`process ${pid} did not stop within ${STOPPED_MS} ms`);
}

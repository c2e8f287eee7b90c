import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { pause } from '#deadlines';
import { natsUrl } from '../../../../tools/test-servers/nats.ts';
import { freePorts } from '../../../../deploy/local/servers/ports.mjs';

const PROJECT = fileURLToPath(new URL('../../../../', import.meta.url));
const PROGRAM = 'dist/services/booking/src/main.js';
const READY_MS = 40_000;
const LOOK_EVERY_MS = 25;

export interface Replica {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
  /** Resolves with the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface ReplicaNeeds {
  /** Where `npm run build` was run. */
  readonly project?: string;
  /** Beyond what each needs. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Real replicas, each a process of its own, as `npm start` runs them: of what `npm run build` made. */
export async function startReplicas(
  count: number,
  databaseUrl: string,
  needs: ReplicaNeeds = {},
): Promise<Replica[]> {
  const ports = await freePorts(count);
  return Promise.all(
    ports.map((port, index) => startReplica(`booking-${index + 1}`, port, databaseUrl, needs)),
  );
}

async function startReplica(
  name: string,
  port: number,
  databaseUrl: string,
  { project = PROJECT, env: more }: ReplicaNeeds,
): Promise<Replica> {
  const { redisUrls } = inject('servers');
  const env = {
    LASTSEAT_REPLICA: name,
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    REDIS_NODES: redisUrls.join(','),
    NATS_URL: natsUrl(),
    ...more,
  };
  const child = spawn(process.execPath, [join(project, PROGRAM)], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const url = `http://127.0.0.1:${port}`;
  await ready(url, child);
  const stop = (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => {
    child.kill(signal);
    return ended;
  };
  return { name, url, pid: child.pid ?? 0, stop };
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + READY_MS;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the replica ended with ${child.exitCode} while it started`);
    // refused until it listens
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.status === 200) return;
    await pause(LOOK_EVERY_MS);
  }
  child.kill('SIGKILL');
  throw new Error(`the replica at ${url} was not ready within ${READY_MS} ms`);
}

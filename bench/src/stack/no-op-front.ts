import { connect } from 'node:net';
import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import type { Identity, Spawned } from '#launcher';
import {
  freePorts,
  locateServers,
  serviceNode,
  spawnProcess,
  startNginx,
  stopProcess,
  waitUntilReady,
} from '#launcher';

const HOST = '127.0.0.1';
const READY_MS_MOST = 20_000;
const STOP_STEPS = [{ signal: 'SIGTERM' as const, waitMs: 2_000 }];

/** The route that decides nothing, behind an nginx of its own with the product's settings. */
export interface NoOpFront {
  readonly url: string;
  readonly node: readonly Identity[];
  readonly nginx: Identity;
}

/** For as long as `work` takes; the kernel ends them when we are killed. */
export async function withNoOpFront<Result>(
  { project, home }: { project: string; home: string },
  replicas: number,
  work: (front: NoOpFront) => Promise<Result>,
): Promise<Result> {
  const folder = join(home, 'no-op');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const [listen = 0, ...ports] = await freePorts(replicas + 1);
  const spawned: Spawned[] = [];
  try {
    for (const port of ports) spawned.push(await startNoOp(project, folder, port));
    const { nginx: binary } = await locateServers({ project });
    const addresses = ports.map((port) => `${HOST}:${port}`);
    const [inventory = '', payments = inventory] = addresses;
    const place = { dir: join(folder, 'nginx'), port: listen, binary, boundToParent: true };
    const upstreams = { booking: addresses, inventory, payments };
    const nginx = await startNginx({ ...place, ...upstreams, profile: 'production' });
    try {
      return await work({ url: nginx.url, node: spawned, nginx });
    } finally {
      await nginx.stop();
    }
  } finally {
    for (const one of spawned) await stopProcess(one, STOP_STEPS);
  }
}

async function startNoOp(project: string, folder: string, port: number): Promise<Spawned> {
  const program = join(project, 'dist', 'bench', 'no-op', 'main.js');
  const name = `no-op-${port}`;
  const spawned = spawnProcess({
    name,
    command: [...serviceNode(project), program, `${port}`],
    log: join(folder, `${name}.log`),
    cwd: project,
    boundToParent: true,
  });
  await waitUntilReady(spawned, () => accepts(port), { timeoutMs: READY_MS_MOST });
  return spawned;
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: HOST });
    socket.once('error', () => resolve(false)); // not there yet is the answer that a probe asks for
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });

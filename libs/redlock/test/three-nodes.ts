import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../deploy/local/servers/account.mjs';
import { locateServers } from '../../../deploy/local/servers/locate.mjs';
import { freePorts } from '../../../deploy/local/servers/ports.mjs';
import { startRedis } from '../../../deploy/local/servers/redis.mjs';

export const NODES = 3;

export interface ThreeNodes {
  readonly urls: readonly string[];
  /** It answers nothing and loses nothing: what is sent to it meanwhile it does later. */
  freeze(index: number): void;
  thaw(): void;
  stop(): Promise<void>;
}

/** Three Redis nodes of the test's own, which may be stopped. */
export async function startThreeNodes(name: string): Promise<ThreeNodes> {
  const folder = temporaryFolder(name);
  mkdirSync(folder, { recursive: true });
  const [{ redis: binary }, ports] = await Promise.all([locateServers(), freePorts(NODES)]);
  const servers = await Promise.all(
    ports.map((port, n) =>
      startRedis({ dir: join(folder, `redis-${n}`), port, binary, boundToParent: true }),
    ),
  );
  const frozen = new Set<number>();
  const thaw = (): void => {
    for (const pid of frozen) process.kill(pid, 'SIGCONT');
    frozen.clear();
  };
  return {
    urls: servers.map(({ url }) => url),
    freeze(index) {
      const pid = servers[index]?.pid ?? 0;
      process.kill(pid, 'SIGSTOP');
      frozen.add(pid);
    },
    thaw,
    async stop() {
      thaw();
      await Promise.all(servers.map((server) => server.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

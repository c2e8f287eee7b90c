import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { vi } from 'vitest';
import { allPids, commandLineOf } from '../../deploy/local/process/identity.mjs';
import { stubProject } from '../../deploy/local/test/support/stub-project.ts';
import type { Cluster, ServerName } from '../src/cluster/cluster.js';
import { withCluster } from '../src/cluster/with-cluster.js';

interface Recorded {
  name: string;
  pid: number;
  startTime: string;
  url: string;
  data: string;
}

/** A cluster of the lab's with real servers; its services are stubs. */
export class StubCluster {
  readonly project = stubProject();
  readonly own = { replicas: 2, home: join(this.project, 'own'), command: 'npm run matrix' };
  #end: () => void = () => undefined;
  #ended: Promise<void> = Promise.resolve();
  readonly #clients: Redis[] = [];

  async start(): Promise<Cluster> {
    vi.stubEnv('LASTSEAT_PROJECT', this.project);
    return await new Promise((resolve, reject) => {
      this.#ended = withCluster(this.own, async (cluster) => {
        resolve(cluster);
        await new Promise<void>((end) => {
          this.#end = end;
        });
      });
      this.#ended.catch(reject);
    });
  }

  /** As its work were done. */
  async end(): Promise<void> {
    for (const client of this.#clients) client.disconnect();
    this.#end();
    await this.#ended;
    vi.unstubAllEnvs();
  }

  remove(): void {
    rmSync(this.project, { recursive: true });
  }

  recorded(name: ServerName): Recorded {
    const text = readFileSync(join(this.own.home, 'state.json'), 'utf8');
    const { processes } = JSON.parse(text) as { processes: Recorded[] };
    const found = processes.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no ${name}`);
    return found;
  }

  redis(url: string): Redis {
    const client = new Redis(url, { retryStrategy: () => 10 });
    client.on('error', () => undefined); // its server is killed here, or its link is cut
    this.#clients.push(client);
    return client;
  }

  async withPostgres(work: (client: pg.Client) => Promise<void>): Promise<void> {
    const client = new pg.Client({ connectionString: this.recorded('postgres').url });
    client.on('error', () => undefined); // its server is killed here
    await client.connect();
    try {
      await work(client);
    } finally {
      await client.end();
    }
  }

  /** What a process was started with. */
  environmentOf(name: ServerName): Map<string, string> {
    const words = readFileSync(`/proc/${this.recorded(name).pid}/environ`, 'utf8').split('\0');
    return new Map(words.map((word) => [word.split('=', 1)[0] ?? '', word.slice(word.indexOf('=') + 1)]));
  }

  /** Everything on this machine that names our folder in its command line. */
  survivors(): string[] {
    return allPids()
      .map((pid) => commandLineOf(pid).join(' '))
      .filter((line) => line.includes(this.own.home));
  }
}

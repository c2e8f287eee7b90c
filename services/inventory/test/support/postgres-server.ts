import { mkdtemp, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { locateServers } from '../../../../deploy/local/servers/locate.mjs';
import { freePorts } from '../../../../deploy/local/servers/ports.mjs';
import { startPostgres } from '../../../../deploy/local/servers/postgres.mjs';

const OPEN_TO_ITS_USER = 0o755;

/** A real PostgreSQL of one test file, on a port that it keeps over restarts. */
export class PostgresServer {
  #running: Awaited<ReturnType<typeof startPostgres>> | undefined;

  private constructor(
    private readonly dir: string,
    private readonly port: number,
    private readonly binary: Awaited<ReturnType<typeof locateServers>>['postgres'],
  ) {}

  static async prepare(): Promise<PostgresServer> {
    const [port] = await freePorts(1);
    if (port === undefined) throw new Error('no free port');
    const dir = await mkdtemp(join(tmpdir(), 'lastseat-pg-'));
    // root's PostgreSQL runs as another user
    await chmod(dir, OPEN_TO_ITS_USER);
    const { postgres } = await locateServers();
    return new PostgresServer(dir, port, postgres);
  }

  get url(): string {
    if (this.#running === undefined) throw new Error('start it first');
    return this.#running.url;
  }

  async start(): Promise<void> {
    this.#running = await startPostgres({
      dir: join(this.dir, 'data'),
      log: join(this.dir, 'postgres.log'),
      port: this.port,
      binary: this.binary,
      password: 'test',
      settings: { fsync: 'off' },
      initdbArgs: ['--no-sync'],
      boundToParent: true,
    });
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.dir, { recursive: true, force: true });
  }
}

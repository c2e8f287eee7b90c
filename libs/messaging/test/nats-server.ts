import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { locateServers } from '../../../deploy/local/servers/locate.mjs';
import { startNats } from '../../../deploy/local/servers/nats.mjs';
import { freePorts } from '../../../deploy/local/servers/ports.mjs';

/** A real NATS server of one test file, on a port that it keeps over restarts. */
export class NatsServer {
  #running: Awaited<ReturnType<typeof startNats>> | undefined;

  private constructor(
    readonly dir: string,
    readonly port: number,
    private readonly binary: Awaited<ReturnType<typeof locateServers>>['nats'],
  ) {}

  static async prepare(): Promise<NatsServer> {
    const [port] = await freePorts(1);
    if (port === undefined) throw new Error('no free port');
    const { nats } = await locateServers();
    return new NatsServer(await mkdtemp(join(tmpdir(), 'lastseat-nats-')), port, nats);
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    this.#running = await startNats({
      dir: this.dir,
      port: this.port,
      binary: this.binary,
      boundToParent: true,
    });
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
    this.#running = undefined;
  }

  /** As if its disk had been lost: everything that it stored is gone. */
  async wipe(): Promise<void> {
    if (this.#running !== undefined) throw new Error('stop it first');
    await rm(this.dir, { recursive: true, force: true });
  }

  async remove(): Promise<void> {
    await this.stop();
    await this.wipe();
  }
}

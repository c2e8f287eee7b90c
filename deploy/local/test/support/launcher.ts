import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allPids, commandLineOf, factsOf } from '../../process/identity.mjs';
import { freePorts } from '../../servers/ports.mjs';
import { stubProject } from './stub-project.ts';

const LOCAL = fileURLToPath(new URL('../..', import.meta.url));
const BOOKING_PORTS = 10;

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Status {
  readonly api: string;
  readonly replicas: readonly { name: string; pid: number; alive: boolean }[];
  readonly nats: { pid: number; alive: boolean; command: string[] };
  readonly nginx: { pid: number; alive: boolean };
  readonly postgres: { pid: number; alive: boolean };
}

/** The launcher's programs on ports and a home of their own. */
export class Launcher {
  private constructor(
    readonly home: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  static async make(): Promise<Launcher> {
    const project = stubProject();
    const home = join(project, 'home');
    const [
      api = 0,
      buy = 0,
      inventory = 0,
      payments = 0,
      postgres = 0,
      nats = 0,
      redis = 0,
      ,
      ,
      booking = 0,
    ] = await freePorts(9 + BOOKING_PORTS);
    return new Launcher(home, {
      ...process.env,
      NO_COLOR: '1',
      LASTSEAT_PROJECT: project,
      LASTSEAT_HOME: home,
      LASTSEAT_API_PORT: String(api),
      LASTSEAT_BUY_PORT: String(buy),
      LASTSEAT_INVENTORY_PORT: String(inventory),
      LASTSEAT_PAYMENTS_PORT: String(payments),
      LASTSEAT_POSTGRES_PORT: String(postgres),
      LASTSEAT_NATS_PORT: String(nats),
      LASTSEAT_REDIS_PORT: String(redis),
      LASTSEAT_BOOKING_PORT: String(booking),
    });
  }

  start(program: string, args: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    return spawn(process.execPath, [join(LOCAL, program), ...args], { env: { ...this.env, ...env } });
  }

  async run(program: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    const child = this.start(program, args, env);
    const texts = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream]?.on('data', (chunk: Buffer) => (texts[stream] += chunk.toString()));
    }
    const [code] = await once(child, 'close');
    return { code: typeof code === 'number' ? code : null, ...texts };
  }

  cli(...args: string[]): Promise<Outcome> {
    return this.run('cli.mjs', args);
  }

  async status(): Promise<Status> {
    return JSON.parse((await this.cli('status', '--json')).stdout);
  }

  /** Everything on this machine that names our home in its command line. */
  survivors(): string[] {
    const lines = allPids()
      .filter((pid) => factsOf(pid) !== null)
      .map((pid) => commandLineOf(pid).join(' '));
    return lines.filter((line) => line.includes(this.home));
  }

  /** Also what the scripts are told. */
  stateFile(): Status & { readonly alsoListens: readonly string[] } {
    return JSON.parse(readFileSync(join(this.home, 'state.json'), 'utf8'));
  }
}

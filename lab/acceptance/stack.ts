import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePorts } from '../../deploy/local/servers/ports.mjs';
import { endProcess } from '../../tools/test-servers/end-process.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const LAUNCHER = 'deploy/local/cli.mjs';
const LAB = 'deploy/local/run.mjs';
/** All exhibits in a row take 45 s on two cores that have nothing else to do. */
const COMMAND_MS = 240_000;
/** They listen on ports in a row. */
const REDIS_NODES = 3;
const REPLICAS_MOST = 9;
const execute = promisify(execFile);

interface Server {
  readonly alive: boolean;
  readonly pid: number;
  readonly url: string;
  readonly data: string;
}
export interface StackStatus {
  readonly api: string;
  readonly replicas: { name: string; pid: number; url: string }[];
  readonly postgres: Server;
  readonly redis: Server[];
  readonly nats: Server;
  readonly inventory: Pick<Server, 'alive' | 'pid' | 'url'>;
  readonly payments: Pick<Server, 'alive' | 'pid' | 'url'>;
}

/** All that another process needs to go on with a stack. */
export interface StackPlace {
  readonly project: string;
  readonly home: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** The whole of lastseat as `npm run up` starts it, on ports and in a folder of its own. */
export class Stack {
  /** One that runs. */
  constructor(readonly place: StackPlace) {}

  static async start(replicas: number, project = PROJECT): Promise<Stack> {
    const [api = 0, buy = 0, inventory = 0, payments = 0, postgres = 0, nats = 0, redis = 0, ...others] =
      await freePorts(6 + REDIS_NODES + REPLICAS_MOST);
    const booking = others[REDIS_NODES - 1];
    const home = mkdtempSync(join(tmpdir(), 'lastseat-acceptance-'));
    const settings = {
      LASTSEAT_HOME: home,
      LASTSEAT_PROFILE: 'lab',
      LASTSEAT_API_PORT: `${api}`,
      // two stacks that both want the usual one would end the nginx of the second
      LASTSEAT_BUY_PORT: `${buy}`,
      LASTSEAT_BOOKING_PORT: `${booking}`,
      LASTSEAT_INVENTORY_PORT: `${inventory}`,
      LASTSEAT_PAYMENTS_PORT: `${payments}`,
      LASTSEAT_POSTGRES_PORT: `${postgres}`,
      LASTSEAT_REDIS_PORT: `${redis}`,
      LASTSEAT_NATS_PORT: `${nats}`,
    };
    const stack = new Stack({ project, home, settings });
    await stack.run('up', '--replicas', `${replicas}`);
    return stack;
  }

  /** A command of the launcher, as a person would type it; rejects with what it said when it fails. */
  async run(...command: string[]): Promise<string> {
    return this.#execute(LAUNCHER, command);
  }

  /** The same of the lab. */
  async lab(...command: string[]): Promise<string> {
    return this.#execute(LAB, command);
  }

  async #execute(program: string, command: string[]): Promise<string> {
    const { project, settings } = this.place;
    const options = { cwd: project, env: { ...process.env, ...settings }, timeout: COMMAND_MS };
    try {
      return (await execute(process.execPath, [join(project, program), ...command], options)).stdout;
    } catch (error) {
      const said = error instanceof Error ? [Reflect.get(error, 'stdout'), Reflect.get(error, 'stderr')] : [];
      throw new Error(`lastseat ${command.join(' ')} failed: ${said.join('')}`, { cause: error });
    }
  }

  async status(): Promise<StackStatus> {
    return JSON.parse(await this.run('status', '--json')) as StackStatus;
  }

  /** Ends a server behind lastseat's back, and comes back when it is gone. */
  async kill(name: 'postgres' | 'nats', signal: NodeJS.Signals): Promise<Server> {
    const server = (await this.status())[name];
    await endProcess(server.pid, signal);
    return server;
  }

  async end(): Promise<void> {
    await this.run('down', '--wipe');
    rmSync(this.place.home, { recursive: true });
  }
}

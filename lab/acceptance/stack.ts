import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { until } from '#deadlines';
import { freePorts } from '../../deploy/local/servers/ports.mjs';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const LAUNCHER = 'deploy/local/cli.mjs';
const LAB = 'deploy/local/run.mjs';
const COMMAND_MS = 120_000;
const GONE_MS = 20_000;
const LOOK_EVERY_MS = 50;
/** booking-1 to booking-9 and redis-1 to redis-3 listen on ports in a row. */
const PORTS_IN_A_ROW = 10;
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

/** The whole of lastseat as `npm run up` starts it, on ports and in a folder of its own. */
export class Stack {
  private constructor(
    private readonly project: string,
    private readonly home: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  static async start(replicas: number, project = PROJECT): Promise<Stack> {
    const [api = 0, buy = 0, inventory = 0, payments = 0, postgres = 0, nats = 0] = await freePorts(6);
    const [redis, booking] = await Promise.all([portsInARow(), portsInARow()]);
    const home = mkdtempSync(join(tmpdir(), 'lastseat-acceptance-'));
    const stack = new Stack(project, home, {
      ...process.env,
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
    });
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
    const options = { cwd: this.project, env: this.env, timeout: COMMAND_MS };
    try {
      return (await execute(process.execPath, [join(this.project, program), ...command], options)).stdout;
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
    process.kill(server.pid, signal);
    const gone = await until(GONE_MS, LOOK_EVERY_MS, async () => !(await this.status())[name].alive);
    if (!gone) throw new Error(`${name} still runs ${GONE_MS} ms after ${signal}`);
    return server;
  }

  async end(): Promise<void> {
    await this.run('down', '--wipe');
    rmSync(this.home, { recursive: true });
  }
}

/** The first of so many free ports. */
async function portsInARow(): Promise<number> {
  const ports = await freePorts(PORTS_IN_A_ROW);
  const inARow = (ports.at(-1) ?? 0) - (ports[0] ?? 0) === PORTS_IN_A_ROW - 1;
  return inARow && ports[0] !== undefined ? ports[0] : portsInARow();
}

import type { Layout, State } from '#launcher';
import { allLinks, readState } from '#launcher';
import { Questions } from '../questions.js';
import { Replica } from '../replica.js';
import type { Cluster, Link, NamedReplica, Need, ServerName } from './cluster.js';
import type { PowerDisk } from './power-disk.js';
import { StackProcess } from './server-process.js';
import { setShift } from './shift.js';
import { answeredAt, redisTime, timeCommit } from './seen-from-outside.js';
import { StackLink } from './stack-link.js';

const HOST = '127.0.0.1';
type Missing = Readonly<Partial<Record<Need, string>>>;

/** A stack of the launcher's that was started with links. */
export class StackCluster implements Cluster {
  readonly api: string;
  readonly postgresUrl: string;
  readonly natsUrl: string;
  readonly replicas: readonly NamedReplica[];
  readonly redis: readonly StackProcess[];
  readonly postgres: StackProcess;
  readonly nats: StackProcess;
  readonly inventory: StackProcess;
  readonly #processes: ReadonlyMap<string, StackProcess>;
  readonly #links: Questions;
  readonly #behind: ReadonlyMap<string, string>;
  readonly #addresses: ReadonlyMap<string, string>;

  constructor(
    private readonly layout: Layout,
    private readonly disk: PowerDisk,
    readonly missing: Missing,
  ) {
    const state = readState(layout);
    if (state === null) throw new Error(`no stack runs in ${layout.home}`);
    this.#processes = new Map(
      state.processes.map(({ name }) => [name, new StackProcess(layout, name as ServerName)]),
    );
    this.#links = new Questions(`http://${HOST}:${state.ports.links}`);
    this.#behind = new Map(allLinks(state.ports).map(({ to, port }) => [`${HOST}:${port}`, to]));
    this.#addresses = new Map(
      state.processes.flatMap(({ name, url }) => (url === undefined ? [] : [[name, url]])),
    );
    this.api = state.api;
    this.postgresUrl = urlOf(state, 'postgres');
    this.natsUrl = urlOf(state, 'nats');
    this.replicas = named(state, 'booking').map(({ name, url = '' }) => ({
      name: name as NamedReplica['name'],
      url,
      process: this.server(name as ServerName),
      admin: new Replica(url),
    }));
    this.redis = named(state, 'redis').map(({ name }) => this.server(name as ServerName));
    this.postgres = this.server('postgres');
    this.nats = this.server('nats');
    this.inventory = this.server('inventory');
  }

  behind(address: string): string {
    return this.#behind.get(address) ?? address;
  }

  server(name: ServerName): StackProcess {
    const found = this.#processes.get(name);
    if (found === undefined) throw new Error(`there is no ${name} in this stack`);
    return found;
  }

  links({ replica, to }: { replica: string; to: Link['to'] }): StackLink {
    return new StackLink(this.#links, replica, to);
  }

  async shiftClock(of: ServerName, ms: number): Promise<void> {
    this.#need('clocks');
    await setShift(this.layout, of, 'clock', ms);
  }

  async clockAhead(of: ServerName): Promise<number> {
    const url = this.#addresses.get(of) ?? '';
    return (await (of.startsWith('redis') ? redisTime(url) : answeredAt(url))) - Date.now();
  }

  async commitTook(): Promise<number> {
    return await timeCommit(this.postgresUrl);
  }

  async slowDisk(ms: number): Promise<void> {
    this.#need('slow-disk');
    await setShift(this.layout, 'postgres', 'syncs', ms);
  }

  async moveToOwnDisk(): Promise<void> {
    this.#need('root');
    await this.disk.carry(this.postgres);
  }

  async powerCut(): Promise<void> {
    this.#need('root');
    await this.disk.cut(this.postgres);
  }

  #need(need: Need): void {
    if (this.missing[need] !== undefined) throw new Error(this.missing[need]);
  }
}

const named = ({ processes }: State, wanted: string): State['processes'] =>
  processes
    .filter(({ role }) => role === wanted)
    .toSorted((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }));

function urlOf({ processes }: State, wanted: string): string {
  const url = processes.find(({ name }) => name === wanted)?.url;
  if (url === undefined) throw new Error(`${wanted} has no address in this stack`);
  return url;
}

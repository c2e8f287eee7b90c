import type { Replica } from '../replica.js';

export type ServerName =
  | 'postgres'
  | 'nats'
  | 'inventory'
  | 'payments'
  | `redis-${number}`
  | `booking-${number}`;

/** One process of the stack. It is recorded by the launcher, so what the lab starts again is still the launcher's. */
export interface ServerProcess {
  readonly name: ServerName;
  pid(): number;
  isRunning(): boolean;
  /** As /proc says: it and all its children stand still. */
  isStopped(): boolean;
  /** SIGKILL, and back when the kernel has taken it apart. */
  kill(): Promise<void>;
  /** SIGSTOP and SIGCONT; back when /proc says so. */
  stop(): Promise<void>;
  goOn(): Promise<void>;
  /** With the command it was started with; back when it answers. `wipe` deletes its data first. It must not run. */
  start(how?: { wipe?: boolean }): Promise<void>;
}

/** All connections of one replica to one server. toxiproxy's words: down, timeout (silence), latency, reset_peer. */
export interface Link {
  readonly replica: string;
  readonly to: 'postgres' | 'nats' | `redis-${number}`;
  /** `silence` drops bytes in both directions and answers nothing, as a partition does; `refuse` closes and refuses. */
  cut(how: 'silence' | 'refuse'): Promise<void>;
  delay(ms: number): Promise<void>;
  restore(): Promise<void>;
  /** Bytes that were dropped and connections that were refused since the cut: that it really hit. */
  dropped(): Promise<number>;
}

/** The stack that the matrix hurts. */
export interface Cluster {
  readonly api: string;
  readonly postgresUrl: string;
  readonly natsUrl: string;
  readonly replicas: readonly NamedReplica[];
  readonly redis: readonly ServerProcess[];
  readonly postgres: ServerProcess;
  readonly nats: ServerProcess;
  readonly inventory: ServerProcess;
  server(name: ServerName): ServerProcess;
  /** Who is behind the link that a replica knows as host:port; the address itself when it is no link. */
  behind(address: string): string;
  links(from: { replica: string; to: Link['to'] }): Link;
  /** Wall clock of redis-N or booking-1, in ms against the right one; monotonic clocks are untouched. 0 heals. */
  shiftClock(of: ServerName, ms: number): Promise<void>;
  /** What redis-N or a replica takes for the time, in ms against the right one: to the second. */
  clockAhead(of: ServerName): Promise<number>;
  /** Every fdatasync and fsync of PostgreSQL takes so much longer. 0 heals. */
  slowDisk(ms: number): Promise<void>;
  /** How long PostgreSQL takes to store a commit just now, in ms. */
  commitTook(): Promise<number>;
  /** Before the first power cut: PostgreSQL's data goes to a disk of its own. It is restarted. */
  moveToOwnDisk(): Promise<void>;
  /** PostgreSQL's disk loses what was not synced. Back when PostgreSQL answers again; needs a disk of its own. */
  powerCut(): Promise<void>;
  /** What this machine cannot do, in a sentence each: "shifting clocks needs a C compiler". */
  readonly missing: Readonly<Partial<Record<Need, string>>>;
}

/** What a fault needs beyond processes and signals. */
export type Need = 'links' | 'clocks' | 'slow-disk' | 'root';

export interface NamedReplica {
  readonly name: `booking-${number}`;
  readonly url: string;
  readonly process: ServerProcess;
  readonly admin: Replica;
}

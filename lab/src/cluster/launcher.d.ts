// The launcher is JavaScript, which the build does not look into: these are the types of deploy/local/launcher.mjs. The
// lab's tests hold the two together.
declare module '#launcher' {
  export interface Identity {
    pid: number;
    startTime: string;
  }
  export interface ProcessRecord extends Identity {
    name: string;
    role: string;
    url?: string;
    port?: number;
    data?: string;
  }
  export interface State {
    api: string;
    ports: { links: number; postgres: number; redis: number; nats: number };
    versions: Record<string, string>;
    processes: ProcessRecord[];
  }
  /** Where everything of a stack lies. */
  export interface Layout {
    project: string;
    home: string;
    data: string;
    postgresData: string;
    nginx: string;
    logs: string;
    stateFile: string;
    lockFile: string;
    secretsFile: string;
    profileFile: string;
    compileCache: string;
    log(name: string): string;
  }
  export class Mistake extends Error {
    constructor(sentence: string);
  }

  export function isAlive(identity: Identity): boolean;
  /** null: there is no such process, or only its corpse. */
  export function factsOf(pid: number): { parent: number; state: string; startTime: string } | null;
  export function allPids(): number[];

  export function allLinks(ports: State['ports']): { to: string; port: number }[];
  export function makeLayout(env: NodeJS.ProcessEnv): Layout;
  export function readState(layout: Layout): State | null;
  export function startAgain(layout: Layout, name: string): Promise<void>;
  export function withLock<Result>(
    file: string,
    who: { command: string; waitMs?: number },
    work: () => Promise<Result>,
  ): Promise<Result>;

  /** A sentence that says why clocks cannot be shifted and disks not slowed down, or null. */
  export function prepareShift(): Promise<string | null>;
  export function controlFile(layout: Layout, name: string): string;

  /** The words that a service's program follows: node, and what V8 is told. */
  export function serviceNode(project: string): string[];
  export interface Spawned extends Identity {
    name: string;
    command: string[];
    log: string;
    exit: { done: boolean; code: number | null; error: Error | null };
  }
  export function spawnProcess(plan: {
    name: string;
    command: string[];
    log: string;
    cwd: string;
    boundToParent: boolean;
  }): Spawned;
  export function waitUntilReady(
    spawned: Spawned,
    isReady: () => Promise<boolean>,
    limits: { timeoutMs: number },
  ): Promise<void>;
  export function stopProcess(
    one: Identity,
    steps: { signal: NodeJS.Signals; waitMs: number }[],
  ): Promise<void>;
  export interface Binary {
    kind: 'postgres' | 'redis' | 'nats' | 'nginx' | 'compiler';
    path: string;
    version: string;
    libraries: string[];
  }
  export function locateServers(of: { project: string }): Promise<{ nginx: Binary; postgres: Binary }>;
  export function startNginx(options: {
    dir: string;
    port: number;
    binary: Binary;
    boundToParent: boolean;
    /** host:port each */
    booking: string[];
    inventory: string;
    payments: string;
    profile: 'lab' | 'production';
  }): Promise<Identity & { url: string; stop(): Promise<void> }>;
  export function freePorts(count: number): Promise<number[]>;

  export function ownEnvironment(home: string): Promise<NodeJS.ProcessEnv>;
  export function launch(env: NodeJS.ProcessEnv, ...words: string[]): Promise<void>;
  export function launchNow(env: NodeJS.ProcessEnv, ...words: string[]): void;
}

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Identity, Layout, ProcessRecord } from '#launcher';
import { allPids, factsOf, isAlive, readState, startAgain } from '#launcher';
import { until } from '#deadlines';
import type { ServerName, ServerProcess } from './cluster.js';

/** A process that was killed is there until the kernel has taken it apart; one with much memory takes its time. */
const SIGNAL_MS_MOST = 10_000;
const LOOK_EVERY_MS = 5;
/** What is stored, in the folder that also has the server's settings. PostgreSQL's is the truth, and is never wiped. */
const STORED: Readonly<Record<string, string>> = { redis: 'appendonlydir', nats: 'jetstream' };
const STOPPED = 'T';

/** A process of the stack, as the launcher has noted it; what is started here is noted there too. */
export class StackProcess implements ServerProcess {
  constructor(
    private readonly layout: Layout,
    readonly name: ServerName,
  ) {}

  pid(): number {
    return this.#record().pid;
  }

  isRunning(): boolean {
    return isAlive(this.#record());
  }

  isStopped(): boolean {
    return this.#family().every(isStopped);
  }

  async kill(): Promise<void> {
    const family = this.#freeze();
    for (const one of family) send(one, 'SIGKILL');
    await this.#waitFor('is still there after SIGKILL', () => !family.some(isAlive));
  }

  async stop(): Promise<void> {
    const family = this.#freeze();
    for (const one of family) send(one, 'SIGSTOP');
    await this.#waitFor('still runs after SIGSTOP', () => family.every(isStoppedOrGone));
  }

  async goOn(): Promise<void> {
    const family = this.#family().toReversed();
    for (const one of family) send(one, 'SIGCONT');
    await this.#waitFor('is still stopped after SIGCONT', () => !family.some(isStopped));
  }

  async start({ wipe = false }: { wipe?: boolean } = {}): Promise<void> {
    if (this.isRunning()) throw new Error(`${this.name} runs already`);
    if (wipe) await this.#wipe();
    await startAgain(this.layout, this.name);
  }

  #record(): ProcessRecord {
    const record = readState(this.layout)?.processes.find(({ name }) => name === this.name);
    if (record === undefined) throw new Error(`${this.name} is not part of this stack`);
    return record;
  }

  #family(): Identity[] {
    const head = this.#record();
    if (!isAlive(head)) throw new Error(`${this.name} does not run`);
    return familyOf(head);
  }

  /** The head is stopped first, so that it gets no more children while we count them. */
  #freeze(): Identity[] {
    send(this.#record(), 'SIGSTOP');
    return this.#family();
  }

  async #wipe(): Promise<void> {
    const { role, data } = this.#record();
    const stored = STORED[role];
    if (stored === undefined || data === undefined)
      throw new Error(`the data of ${this.name} is not to be wiped`);
    await rm(join(data, stored), { recursive: true, force: true });
  }

  async #waitFor(else_: string, isSo: () => boolean): Promise<void> {
    const so = await until(SIGNAL_MS_MOST, LOOK_EVERY_MS, async () => isSo());
    if (!so) throw new Error(`${this.name} ${else_} for ${SIGNAL_MS_MOST} ms`);
  }
}

const isStopped = (one: Identity): boolean => isAlive(one) && factsOf(one.pid)?.state === STOPPED;

/** The process and its children: PostgreSQL is one for each session. */
export function familyOf(head: Identity): Identity[] {
  const children = allPids().flatMap((pid) => {
    const facts = factsOf(pid);
    return facts?.parent === head.pid ? [{ pid, startTime: facts.startTime }] : [];
  });
  return [head, ...children];
}

/** A session may have been ending just then. */
const isStoppedOrGone = (one: Identity): boolean => isStopped(one) || !isAlive(one);

/** To a process that still is the one we mean. */
export function send(one: Identity, signal: NodeJS.Signals): void {
  if (isAlive(one)) process.kill(one.pid, signal);
}

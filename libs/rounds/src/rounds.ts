import { Logger } from '@nestjs/common';
import { DEADLINES_MS, within } from '#deadlines';
import { Backoff, OutageLog, WakeUp } from '#messaging';

/** Up to a tenth less or more, so that replicas started together do not stay together. */
const JITTER = 0.1;

export interface RoundsOf {
  /** Completes "… failed" in the log. */
  readonly what: string;
  readonly everyMs: number;
  /** One bounded piece of work; true: there is more, go on at once. */
  readonly round: () => Promise<boolean>;
  /** Where somebody else calls when there is work; without it, wake() does. */
  readonly wakeUp?: WakeUp;
}

/** Work in the background, a round at a time. A round that fails is logged once per outage and tried again. */
export class Rounds {
  readonly #pause: WakeUp;
  readonly #outage: OutageLog;
  #stopping = false;
  #running: Promise<void> | undefined;

  constructor(private readonly work: RoundsOf) {
    this.#pause = work.wakeUp ?? new WakeUp();
    this.#outage = new OutageLog(new Logger(Rounds.name), work.what);
  }

  start(): void {
    this.#running = this.#run();
  }

  /** There is work: the next round begins now, not after its pause. */
  wake(): void {
    this.#pause.call();
  }

  /** Lets the round under way finish, but a stop has an end: a hung round gets as long as a request does. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#pause.call();
    if (this.#running !== undefined) await within(this.#running, DEADLINES_MS.request);
  }

  async #run(): Promise<void> {
    const backoff = new Backoff();
    while (!this.#stopping) {
      try {
        const more = await this.work.round();
        this.#outage.works();
        backoff.reset();
        if (!more && !this.#stopping) await this.#pause.wait(this.#everyMs());
      } catch (error) {
        this.#outage.failed(error);
        if (!this.#stopping) await this.#pause.wait(backoff.next());
      }
    }
  }

  #everyMs(): number {
    return this.work.everyMs * (1 - JITTER + 2 * JITTER * Math.random());
  }
}

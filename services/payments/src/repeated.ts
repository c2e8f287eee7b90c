import { Logger } from '@nestjs/common';
import { Backoff, OutageLog, WakeUp } from '#messaging';

/** One round after another until it is stopped, with a wait when a round has left nothing to do. */
export class Repeated {
  readonly #outage: OutageLog;
  #stopping = false;
  #running: Promise<void> | undefined;

  /**
   * @param what e.g. "expiring payments"
   * @param round true: nothing is left to do
   */
  constructor(
    what: string,
    private readonly everyMs: number,
    private readonly wakeUp: WakeUp,
    private readonly round: () => Promise<boolean>,
  ) {
    this.#outage = new OutageLog(new Logger(Repeated.name), what);
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Resolves when the round that is under way has ended. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.wakeUp.call();
    await this.#running;
  }

  async #run(): Promise<void> {
    const backoff = new Backoff();
    while (!this.#stopping) {
      try {
        const done = await this.round();
        this.#outage.works();
        backoff.reset();
        if (done) await this.wakeUp.wait(this.everyMs);
      } catch (error) {
        this.#outage.failed(error);
        await this.wakeUp.wait(backoff.next());
      }
    }
  }
}

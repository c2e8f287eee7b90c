import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Counter } from 'prom-client';
import { pause } from '#deadlines';
import { Rounds } from '#rounds';
import { metrics } from '#telemetry';
import { ClaimLife } from '../../ledger/life/claim-life.js';
import { HOLDS_AT_ONCE } from '../../ledger/life/decide.js';
import { type EventWithOverdue, Overdue, REQUESTS_AT_ONCE } from '../../ledger/life/overdue.js';

const EVERY_MS = 13_000;
/** Between two of them, so that claims come in between. */
const REST_MS = 10;

const swept = new Counter({
  name: 'holds_swept_total',
  help: 'holds that the sweeper ended after their time',
  registers: [metrics],
});

/**
 * Ends the holds that nobody asks for any more, so that their events are told, and forgets old requests. Nobody's right
 * depends on it: an expired hold is free in every claim. Each replica sweeps, and skips what another one is at.
 */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #rounds = new Rounds({ what: 'sweeping', everyMs: EVERY_MS, round: () => this.sweep() });
  #stopping = false;

  constructor(
    private readonly life: ClaimLife,
    private readonly overdue: Overdue,
  ) {}

  onApplicationBootstrap(): void {
    this.#rounds.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopping = true;
    await this.#rounds.stop();
  }

  /** Never more for now: what comes due meanwhile has its round. */
  async sweep(): Promise<boolean> {
    for (const event of await this.overdue.events()) await this.#sweepEvent(event);
    while (!this.#stopping && (await this.overdue.forgetSome()) === REQUESTS_AT_ONCE) {
      await pause(REST_MS);
    }
    return false;
  }

  async #sweepEvent(event: EventWithOverdue): Promise<void> {
    while (!this.#stopping) {
      const ended = await this.life.expireSome(event);
      swept.inc(ended);
      if (ended < HOLDS_AT_ONCE) return;
      await pause(REST_MS);
    }
  }
}

import type { Client } from 'pg';
import { until } from '#deadlines';
import { endProcess } from '../../tools/test-servers/end-process.ts';
import type { PayingCrowd } from './paying-crowd.ts';
import { STEPS } from './paying-customer.ts';
import { PAYMENT_STEPS, type PaymentAt, paymentsAt, stillAt } from './payment-steps.ts';
import type { Stack } from './stack.ts';

export const VICTIMS = ['booking', 'payments', 'inventory', 'nats'] as const;
export type Victim = (typeof VICTIMS)[number];
/** A kill is to find somebody in each of them. */
export const HIT_STEPS: readonly string[] = [...STEPS.filter((step) => step !== 'done'), ...PAYMENT_STEPS];

/** For steps that nobody was in so far. */
const LOOK_FOR_MS = 3_000;
const LOOK_EVERY_MS = 5;

/** Kills one server again and again amid a crowd, and counts who was in which step at that moment. */
export class Killings {
  readonly hits = new Map<string, number>(HIT_STEPS.map((step) => [step, 0]));
  kills = 0;

  constructor(
    private readonly stack: Stack,
    private readonly database: Client,
    private readonly crowd: PayingCrowd,
    private readonly eventId: string,
  ) {}

  notHit(): string[] {
    return HIT_STEPS.filter((step) => this.hits.get(step) === 0);
  }

  /** Comes back when it runs again. */
  async kill(victim: Victim): Promise<void> {
    const pid = await this.#pidOf(victim);
    const wanted = this.notHit();
    let payments: PaymentAt[] = [];
    await until(LOOK_FOR_MS, LOOK_EVERY_MS, async () => {
      payments = await paymentsAt(this.database, this.eventId);
      const now = new Set<string>([...this.crowd.steps().keys(), ...payments.map(({ step }) => step)]);
      return wanted.every((step) => now.has(step));
    });
    const gone = endProcess(pid, 'SIGKILL');
    const killedAt = Date.now();
    this.kills += 1;
    for (const [step, count] of this.crowd.steps()) this.#hit(step, count);
    for (const { step } of await stillAt(this.database, this.eventId, payments, killedAt)) this.#hit(step, 1);
    await gone;
    await this.stack.run('up');
  }

  #hit(step: string, count: number): void {
    this.hits.set(step, (this.hits.get(step) ?? 0) + count);
  }

  async #pidOf(victim: Victim): Promise<number> {
    const status = await this.stack.status();
    if (victim !== 'booking') return status[victim].pid;
    const replica = status.replicas[this.kills % status.replicas.length];
    if (replica === undefined) throw new Error('no replica runs');
    return replica.pid;
  }
}

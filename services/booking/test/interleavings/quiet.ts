import { setImmediate } from 'node:timers/promises';
import { pause } from '#deadlines';
import { TooLate } from '../life/late.ts';
import type { Sent } from './actors.ts';
import type { Audience } from './player.ts';

/** For PostgreSQL to answer, or to say that it waits; on a busy machine it takes a hundred times as long. */
const QUIET_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 2;
/** An answer has reached whoever awaited it, and he has sent what he sends next. */
const TURNS = 3;

/** Whether all of these sessions wait for a lock that another one has. */
type AllBlocked = (pids: readonly number[]) => Promise<boolean>;

/**
 * Knows when nobody can go on by himself: every claim stands at a step, has ended, waits for a lock in PostgreSQL, or
 * waits for another claim in its own process, which is when it has sent nothing that is not answered.
 */
export class Quiet implements Audience {
  readonly #open = new Set<Sent>();
  #blocked = new Set<Sent>();
  #changes = 0;
  #changed = (): void => {};

  constructor(private readonly allBlocked: AllBlocked) {}

  sent(sent: Sent): void {
    this.#open.add(sent);
    this.arrived();
  }

  answered(sent: Sent): void {
    this.#open.delete(sent);
    this.arrived();
  }

  arrived(): void {
    this.#changes += 1;
    this.#changed();
  }

  async quiet(): Promise<void> {
    const deadline = performance.now() + QUIET_WITHIN_MS;
    while (!(await this.#isQuiet())) {
      if (performance.now() > deadline) throw new TooLate(`not quiet within ${QUIET_WITHIN_MS} ms`);
    }
  }

  /** Until something happens by itself: PostgreSQL ends a circle of waiting transactions, or a wait that took too long. */
  async change(): Promise<void> {
    const deadline = performance.now() + QUIET_WITHIN_MS;
    const before = this.#changes;
    while (this.#changes === before) {
      if (performance.now() > deadline) throw new TooLate(`nobody went on for ${QUIET_WITHIN_MS} ms`);
      await this.#changeOrLook();
    }
  }

  /** False: look again. */
  async #isQuiet(): Promise<boolean> {
    const before = this.#changes;
    for (let turn = 0; turn < TURNS; turn += 1) await setImmediate();
    if (this.#changes !== before) return false;
    if (this.#open.size === 0) return true;
    if (![...this.#open].every((sent) => this.#blocked.has(sent))) await this.#changeOrLook();
    if (this.#changes !== before) return false;
    const open = [...this.#open];
    const pids = open.flatMap(({ pid }) => pid ?? []);
    if (pids.length < open.length || !(await this.allBlocked(pids))) return false;
    this.#blocked = new Set(open);
    return this.#changes === before;
  }

  async #changeOrLook(): Promise<void> {
    const changed = new Promise<void>((resolve) => (this.#changed = resolve));
    await Promise.race([changed, pause(LOOK_EVERY_MS)]);
  }
}

import { Injectable } from '@nestjs/common';
import type { ArmedFailpoint, Failpoint } from '#contracts';

const ARMED_MOST = 200;

/** Where claims are made to pause, so that a race happens every time. Nothing is armed but by the lab. */
@Injectable()
export class Failpoints {
  readonly #armed = new Map<string, { point: Failpoint; hits: number; hitsBy: Map<string, number> }>();

  /** Replaces what was armed at this step of the event; false when too many are armed. */
  arm(point: Failpoint): boolean {
    const key = `${point.eventId} ${point.step}`;
    if (!this.#armed.has(key) && this.#armed.size >= ARMED_MOST) return false;
    this.#armed.set(key, { point, hits: 0, hitsBy: new Map() });
    return true;
  }

  list(eventId: string): ArmedFailpoint[] {
    const ofEvent = [...this.#armed.values()].filter(({ point }) => point.eventId === eventId);
    return ofEvent.map(({ point, hits }) => ({ ...point, hits, inside: 0 }));
  }

  disarm(eventId: string): void {
    for (const [key, { point }] of this.#armed) if (point.eventId === eventId) this.#armed.delete(key);
  }

  /**
   * How long to pause here, in ms. A point that blocks has done so by then.
   * @param who the seats of a claim, or the claim that is changed
   */
  pauseMsAt(moment: Failpoint['step'], eventId: string, who: readonly (number | string)[]): number {
    if (this.#armed.size === 0) return 0;
    const armed = this.#armed.get(`${eventId} ${moment}`);
    if (armed === undefined) return 0;
    const key = who.join();
    const hits = armed.hitsBy.get(key) ?? 0;
    if (hits >= armed.point.timesPerSeat) return 0;
    armed.hitsBy.set(key, hits + 1);
    armed.hits += 1;
    const { pauseMs = 0, blocks = false } = armed.point;
    if (blocks) standStill(pauseMs);
    return blocks ? 0 : pauseMs;
  }
}

/** As synchronous work or a blocking driver would, but without taking the processor from others. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)), 0, 0, ms);
}

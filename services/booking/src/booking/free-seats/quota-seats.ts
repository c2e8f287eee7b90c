import type { FreeSection } from './free-section.js';

/** Unnumbered seats: one is as good as another, so that taking n costs n, however many there are. */
export class QuotaSeats implements FreeSection {
  /** The last is the next. */
  #stock: number[] = [];

  constructor(private readonly random: () => number = Math.random) {}

  get count(): number {
    return this.#stock.length;
  }

  take(quantity: number): number[] {
    return this.#stock.splice(-quantity).toReversed();
  }

  /** Not on top, where the next request would run into whoever is at them. */
  giveBack(seatIds: readonly number[]): void {
    for (const seatId of seatIds) {
      const place = Math.floor(this.random() * (this.#stock.length + 1));
      this.#stock.push(this.#stock[place] ?? seatId);
      this.#stock[place] = seatId;
    }
  }

  /** In their order from a place of its own, all around: two replicas sell a long way before they meet. */
  reset(seatIds: readonly number[]): void {
    const start = Math.floor(this.random() * seatIds.length);
    this.#stock = seatIds.slice(start).concat(seatIds.slice(0, start)).toReversed();
  }
}

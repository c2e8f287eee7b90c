import type { SaleSeat } from '../../policy/sale.js';
import type { FreeSection } from './free-section.js';

/** Seats that follow each other in one row: positions `from` to before `to`. */
interface Bench {
  readonly from: number;
  to: number;
  /** The most free seats side by side. */
  longest: number;
}

/**
 * Numbered seats, picked side by side and best first: by row, then along it. What lies before the first bench with
 * room is skipped bench by bench, and only the one that is chosen from is looked at seat by seat.
 */
export class NumberedSeats implements FreeSection {
  readonly #seatIds: readonly number[];
  readonly #positions: ReadonlyMap<number, number>;
  readonly #benches: Bench[] = [];
  readonly #benchAt: Bench[] = [];
  readonly #free: Uint8Array;
  #count = 0;

  /** @param seats in seating order; none of them is free yet */
  constructor(
    seats: readonly SaleSeat[],
    private readonly random: () => number = Math.random,
  ) {
    this.#seatIds = seats.map((seat) => seat.seatId);
    this.#positions = new Map(this.#seatIds.map((seatId, position) => [seatId, position]));
    this.#free = new Uint8Array(seats.length);
    for (const [position, seat] of seats.entries()) this.#seat(position, seat, seats[position - 1]);
  }

  get count(): number {
    return this.#count;
  }

  /** In the fewest pieces that the longest ones give. */
  take(quantity: number, places: number): number[] {
    if (quantity > this.#count) throw new Error('a section was asked for more seats than it has free');
    const taken: number[] = [];
    while (taken.length < quantity) {
      const piece = this.#piece(quantity - taken.length, places);
      this.#mark(piece, 0);
      taken.push(...piece);
    }
    return taken;
  }

  giveBack(seatIds: readonly number[]): void {
    this.#mark(seatIds, 1);
  }

  reset(seatIds: readonly number[]): void {
    this.#free.fill(0);
    for (const seatId of seatIds) this.#free[this.#positionOf(seatId)] = 1;
    this.#count = seatIds.length;
    for (const bench of this.#benches) bench.longest = this.#longest(bench);
  }

  #seat(position: number, seat: SaleSeat, before: SaleSeat | undefined): void {
    const follows = before?.row === seat.row && before.number + 1 === seat.number;
    const bench = (follows ? this.#benches.at(-1) : undefined) ?? {
      from: position,
      to: position,
      longest: 0,
    };
    if (bench.to === bench.from) this.#benches.push(bench);
    bench.to = position + 1;
    this.#benchAt.push(bench);
  }

  #positionOf(seatId: number): number {
    const position = this.#positions.get(seatId);
    if (position === undefined) throw new Error(`seat ${seatId} is of no row here`);
    return position;
  }

  #mark(seatIds: readonly number[], free: 0 | 1): void {
    const positions = seatIds.map((seatId) => this.#positionOf(seatId));
    for (const position of positions) {
      this.#count += free - (this.#free[position] ?? 0);
      this.#free[position] = free;
    }
    for (const bench of new Set(positions.flatMap((position) => this.#benchAt[position] ?? []))) {
      bench.longest = this.#longest(bench);
    }
  }

  #piece(quantity: number, places: number): number[] {
    const whole = this.#best(quantity, places);
    const longest = (): number => this.#benches.reduce((most, bench) => Math.max(most, bench.longest), 0);
    const found = whole.length > 0 ? whole : this.#best(longest(), places);
    return found[Math.floor(this.random() * found.length)] ?? [];
  }

  #longest({ from, to }: Bench): number {
    let longest = 0;
    let run = 0;
    for (let position = from; position < to; position += 1) {
      run = this.#free[position] === 1 ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  /** The best places for so many side by side, none overlapping another; so many places at the most. */
  #best(length: number, most: number): number[][] {
    const places: number[][] = [];
    for (const { from, to, longest } of this.#benches) {
      if (longest < length) continue;
      let run = 0;
      for (let position = from; position < to; position += 1) {
        run = this.#free[position] === 1 ? run + 1 : 0;
        if (run < length) continue;
        run = 0;
        places.push(this.#seatIds.slice(position + 1 - length, position + 1));
        if (places.length === most) return places;
      }
    }
    return places;
  }
}

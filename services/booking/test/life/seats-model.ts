import { type Claim, HOLD_S, type Seat, type Settings, type World } from './world.ts';

/** What becomes of seats, and of the customers' counts, when a claim gets or loses them. */
export class SeatsModel {
  constructor(
    readonly world: World,
    readonly settings: Settings,
  ) {}

  claimAt(place: number): Claim {
    const claim = this.world.claims[place];
    if (claim === undefined) throw new Error(`the model has no claim ${place}`);
    return claim;
  }

  seats(places: readonly number[]): Seat[] {
    return places.flatMap((place) => this.world.seats[place] ?? []);
  }

  areFree(places: readonly number[]): boolean {
    return this.seats(places).every(({ status }) => status === 'available');
  }

  isWithinLimit(customer: number, seats: readonly number[]): boolean {
    const { maxPerCustomer } = this.settings;
    return maxPerCustomer === null || (this.world.live[customer] ?? 0) + seats.length <= maxPerCustomer;
  }

  /** They are free, and become the claim's. */
  occupy(place: number, status: 'held' | 'booked'): void {
    const claim = this.claimAt(place);
    claim.status = status;
    claim.left = status === 'held' ? HOLD_S : null;
    for (const seat of this.seats(claim.seats)) {
      Object.assign(seat, { status, claim: place, left: claim.left, version: seat.version + 1 });
    }
    this.#count(claim.customer, claim.seats.length);
  }

  /** What it holds becomes its booking. */
  book(place: number): void {
    const claim = this.claimAt(place);
    claim.status = 'booked';
    claim.left = null;
    for (const seat of this.seats(claim.seats)) {
      Object.assign(seat, { status: 'booked', left: null, version: seat.version + 1 });
    }
  }

  end(place: number, status: 'expired' | 'released' | 'cancelled'): void {
    const claim = this.claimAt(place);
    claim.status = status;
    claim.left = null;
    for (const seat of this.seats(claim.seats)) {
      Object.assign(seat, { status: 'available', claim: null, left: null, version: seat.version + 1 });
    }
    this.#count(claim.customer, -claim.seats.length);
  }

  pass(seconds: number): void {
    const { seats, claims, payments } = this.world;
    for (const one of [...seats, ...claims]) if (one.left !== null) one.left -= seconds;
    for (const payment of payments) payment.left -= seconds;
  }

  #count(customer: number, seats: number): void {
    const live = this.world.live[customer];
    if (live !== undefined) this.world.live[customer] = live + seats;
  }
}

import type { SeatsModel } from './seats-model.ts';
import { type Claim, HOLD_S, type World, costs, looksLike } from './world.ts';

const ATTEMPTS_MOST = 3;
const EXTENSIONS_MOST = 1;

export type Change = 'confirm' | 'extend' | 'give-back';
type Attempted = 'claimed' | 'taken' | 'customer-limit';

const isOver = ({ status, left }: { status: string; left: number | null }): boolean =>
  status === 'held' && (left ?? 0) <= 0;

/** Claims and their changes: what each request answers, and what it leaves behind. */
export class ClaimsModel {
  readonly #world: World;

  constructor(private readonly seats: SeatsModel) {
    this.#world = seats.world;
  }

  /** Null: decided nothing, so that there is no claim. */
  claim(customer: number, wanted: number[]): Attempted | null {
    const outcome = this.attempt(customer, wanted);
    if (this.#world.closed) return null;
    const place = this.#world.claims.length;
    const seats = outcome === 'claimed' ? wanted : [];
    this.#world.claims.push({ customer, seats, status: 'refused', extensions: 0, left: null });
    if (outcome === 'claimed') this.seats.occupy(place, 'held');
    return outcome;
  }

  attempt(customer: number, wanted: readonly number[]): Attempted {
    for (let attempts = 1; ; attempts += 1) {
      const outcome = this.#once(customer, wanted);
      if (attempts === ATTEMPTS_MOST || outcome === 'claimed') return outcome;
      const ended = outcome === 'taken' ? this.takeOver(wanted) : this.#takeOverFrom(customer);
      if (!ended) return outcome;
    }
  }

  /** The status of the claim afterwards, or why it is not what was wished. */
  change(change: Change, place: number): string {
    const claim = this.seats.claimAt(place);
    if (!isDone(change, claim) && !this.#make(change, place, claim)) return this.whyNot(change, claim);
    return looksLike(claim);
  }

  sweep(): void {
    this.#expire([...this.#world.claims.keys()]);
  }

  /** True: all of these are free by now, so that another attempt is worth it. Nothing is ended for a part of them. */
  takeOver(wanted: readonly number[]): boolean {
    const held = this.seats.seats(wanted).filter(({ status }) => status !== 'available');
    if (!held.every(isOver)) return false;
    this.#expire(held.flatMap(({ claim }) => claim ?? []));
    return true;
  }

  whyNot(wish: Change | 'pay', claim: Claim): string {
    if (this.#world.closed) return 'policy-switching';
    const status = looksLike(claim);
    if (status === 'held') return wish === 'confirm' ? 'payment-required' : 'extension-used';
    if (status === 'expired') return 'hold-expired';
    return status === 'booked' ? 'claim-not-held' : 'claim-over';
  }

  #once(customer: number, wanted: readonly number[]): Attempted {
    if (!this.seats.areFree(wanted)) return 'taken';
    return this.seats.isWithinLimit(customer, wanted) ? 'claimed' : 'customer-limit';
  }

  #takeOverFrom(customer: number): boolean {
    const over = [...this.#world.claims.entries()].filter(
      ([, claim]) => claim.customer === customer && isOver(claim),
    );
    this.#expire(over.map(([place]) => place));
    return over.length > 0;
  }

  #expire(places: readonly number[]): void {
    if (this.#world.closed) return;
    for (const place of new Set(places)) {
      if (isOver(this.seats.claimAt(place))) this.seats.end(place, 'expired');
    }
  }

  #make(change: Change, place: number, claim: Claim): boolean {
    if (this.#world.closed) return false;
    const status = looksLike(claim);
    if (change === 'give-back') return this.#giveBack(place, status);
    if (status !== 'held') return false;
    return change === 'confirm' ? this.#confirm(place, claim) : this.#extend(claim);
  }

  #giveBack(place: number, status: string): boolean {
    if (status !== 'held' && status !== 'booked') return false;
    this.seats.end(place, status === 'held' ? 'released' : 'cancelled');
    for (const { claim, known } of this.#world.payments) {
      if (claim === place && known?.status === 'captured') known.refundDue = true;
    }
    return true;
  }

  #confirm(place: number, claim: Claim): boolean {
    if (this.seats.settings.payment === 'required' && costs(claim.seats) > 0) return false;
    this.seats.book(place);
    return true;
  }

  #extend(claim: Claim): boolean {
    if (claim.extensions >= EXTENSIONS_MOST) return false;
    claim.extensions += 1;
    for (const one of [claim, ...this.seats.seats(claim.seats)]) one.left = (one.left ?? 0) + HOLD_S;
    return true;
  }
}

function isDone(change: Change, claim: Claim): boolean {
  const status = looksLike(claim);
  if (change === 'confirm') return status === 'booked';
  return change === 'give-back' && ['released', 'cancelled', 'expired'].includes(status);
}

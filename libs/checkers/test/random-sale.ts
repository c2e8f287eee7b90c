import type {
  Answer,
  ChangeAnswer,
  ClaimRow,
  Evidence,
  LedgerRow,
  Operation,
  SeatStatus,
} from '../src/evidence.js';
import type { Asks } from './life.js';
import { changeBy } from './life.js';

const SECTION = 'Stalls';
const PRICE = 2_500;
/** Long against the pauses between requests, so that most of them overlap. */
const ON_ITS_WAY_US = 400;

export interface SaleShape {
  seats: number;
  operations: number;
  /** seats in one request, at most */
  basket: number;
}

interface Seat {
  label: string;
  status: SeatStatus;
  version: number;
  owner: ClaimRow | null;
}

interface Asked {
  number: number;
  atUs: number;
  decidedUs: number;
  wanted: Seat[];
}

/**
 * A valid sale by chance: each request is decided at one moment between its first send and its answer, seats come
 * back now and then, and some answers are lost. Whatever a checker says of it is a false alarm.
 */
export class RandomSale {
  private readonly seats: Seat[];
  private readonly operations: Operation[] = [];
  private readonly ledger: LedgerRow[] = [];
  private readonly claims: ClaimRow[] = [];
  private readonly claimSeats: Evidence['claimSeats'][number][] = [];
  private readonly fences: { seat: string; fence: number }[] = [];
  private readonly changes: ChangeAnswer[] = [];

  constructor(
    private readonly random: () => number,
    private readonly shape: SaleShape,
  ) {
    this.seats = Array.from({ length: shape.seats }, (_, index) => ({
      ...{ label: `A${index + 1}`, status: 'available' as const, version: 0, owner: null },
    }));
    this.row({ seat: null, from: null, to: 'available', seats: shape.seats, version: null });
    const asked = Array.from({ length: shape.operations }, (_, number) => this.asked(number));
    for (const request of asked.toSorted((one, other) => one.decidedUs - other.decidedUs)) {
      for (const seat of this.seats) if (this.chance(0.15)) this.moveOn(seat);
      this.decide(request);
    }
    this.operations.sort((one, other) => one.invokedAtUs - other.invokedAtUs);
  }

  evidence(): Evidence {
    const { operations, ledger, claims, claimSeats, fences, seats } = this;
    const count = (status: SeatStatus): number => seats.filter((seat) => seat.status === status).length;
    const [available, held, booked] = [count('available'), count('held'), count('booked')];
    const counts = { capacity: seats.length, available, held, booked, liveSeats: held + booked };
    return {
      ...{ claimed: { replicas: 1, strategy: 'mutex', policyVersion: 1 }, maxPerCustomer: null, fault: null },
      ...{ operations, ledger, claims, claimSeats, fences, leftovers: [], sweptAtUs: 0 },
      changes: this.changes,
      inventory: { ...counts, sections: [{ section: SECTION, ...counts }] },
      seats: seats.map(({ label, status, version }) => ({ section: SECTION, seat: label, status, version })),
      applied: ledger.map(({ ledgerId = 0 }) => ({ ledgerId, times: 1 })),
      payments: claims.flatMap(({ claimId, status, price = 0 }) => {
        if (status !== 'booked' && status !== 'cancelled') return [];
        return [
          {
            paymentId: `pay-${claimId}`,
            claimId,
            captured: price,
            refunded: status === 'booked' ? 0 : price,
          },
        ];
      }),
    };
  }

  private chance(share: number): boolean {
    return this.random() < share;
  }

  private below(most: number): number {
    return Math.floor(this.random() * most);
  }

  private asked(number: number): Asked {
    const atUs = this.below(this.shape.operations * 100);
    const decidedUs = atUs + 1 + this.below(ON_ITS_WAY_US);
    const first = this.below(this.seats.length);
    const wanted = this.seats.slice(first, first + 1 + this.below(this.shape.basket));
    return { number, atUs, decidedUs, wanted };
  }

  /** Its owner confirms it, or gives it back, or its time is over. */
  private moveOn(seat: Seat): void {
    const { owner } = seat;
    if (owner === null) return;
    if (this.chance(0.2)) this.change(owner, seat.label, 'extend', { status: seat.status });
    if (this.chance(0.2)) this.change(owner, seat.label, 'give-back', 'not the bearer');
    const parts = this.seats.filter((one) => one.owner === owner);
    if (seat.status === 'held' && this.chance(0.5)) {
      owner.status = 'booked';
      owner.price = PRICE * parts.length;
      for (const part of parts) this.move(part, owner, 'booked', 0);
      this.change(owner, seat.label, 'confirm', owner);
      return;
    }
    owner.status = seat.status === 'booked' ? 'cancelled' : this.chance(0.5) ? 'released' : 'expired';
    this.change(owner, seat.label, owner.status === 'expired' ? 'read' : 'give-back', owner);
    for (const part of parts) this.move(part, owner, 'available', -1);
    for (const row of this.claimSeats) if (row.claimId === owner.claimId) row.live = false;
  }

  private change(...asked: Asks): void {
    this.changes.push(changeBy(asked, 2 * this.changes.length));
  }

  private decide(asked: Asked): void {
    const { number, wanted } = asked;
    const taken = wanted.filter((seat) => seat.status !== 'available');
    const claim = {
      claimId: `claim-${number}`,
      customer: `customer-${number}`,
      key: `key-${number}`,
      status: '',
    };
    if (taken.length > 0) {
      if (this.soldBefore(wanted) && this.chance(0.1))
        return this.answer(asked, { kind: 'retry', status: 503, code: 'unavailable' });
      this.claims.push({ ...claim, status: 'refused', replica: 'booking-1' });
      const told = taken.map(({ label, version, status }) => ({ label, version, status }));
      return this.answer(asked, { kind: 'fail', status: 409, code: 'seat-taken', seats: told });
    }
    const status: SeatStatus = this.chance(0.5) ? 'held' : 'booked';
    const row: ClaimRow = {
      ...{ ...claim, status, replica: 'booking-1', price: PRICE * wanted.length },
      expiresAtUs: status === 'held' ? 0 : null,
    };
    this.claims.push(row);
    for (const seat of wanted) {
      this.move(seat, row, status, 1);
      this.claimSeats.push({ claimId: row.claimId, seat: seat.label, live: true });
      this.fences.push({ seat: seat.label, fence: seat.version });
    }
    const told = wanted.map(({ label, version }) => ({ label, version, status }));
    return this.answer(asked, { kind: 'ok', status: 201, code: status, claimId: row.claimId, seats: told });
  }

  private move(seat: Seat, owner: ClaimRow, to: SeatStatus, liveDelta: number): void {
    const from = seat.status;
    const version = seat.version + 1;
    Object.assign(seat, { status: to, version, owner: to === 'available' ? null : owner });
    this.row({ seat: seat.label, claimId: owner.claimId, from, to, liveDelta, version });
  }

  private row(given: Partial<LedgerRow> & Pick<LedgerRow, 'seat' | 'from' | 'to' | 'version'>): void {
    this.ledger.push({
      ...{ ledgerId: this.ledger.length + 1, section: SECTION, claimId: null, seats: 1, liveDelta: 0 },
      ...{ readVersion: null, readAtUs: null, writtenAtUs: 0 },
      ...given,
    });
  }

  /** Else nobody may ever get a seat that was wanted, and that is a finding. */
  private soldBefore(wanted: readonly Seat[]): boolean {
    return wanted.every((seat) => seat.version > 0);
  }

  /** One of twelve answers never comes. */
  private answer(asked: Asked, given: Pick<Answer, 'kind' | 'status' | 'code'> & Partial<Answer>): void {
    const { number, atUs, decidedUs, wanted } = asked;
    const endUs = decidedUs + 1 + this.below(ON_ITS_WAY_US);
    const lost = given.kind !== 'retry' && this.soldBefore(wanted) && this.chance(1 / 12);
    const arrived = lost ? { kind: 'unknown' as const, status: null, code: 'timeout' } : given;
    const settled = arrived.kind === 'retry' ? 'fail' : arrived.kind;
    const from = { replica: 'booking-1', answeredBy: 'booking-1', strategy: 'mutex', policyVersion: 1 };
    this.operations.push({
      ...{ key: `key-${number}`, customer: `customer-${number}`, attempts: 1, outcome: settled },
      ...{ seats: wanted.map((seat) => seat.label), quantity: wanted.length, invokedAtUs: atUs },
      completedAtUs: lost ? Infinity : endUs,
      answers: [{ atUs: endUs, sentAtUs: atUs, claimId: null, seats: [], ...from, ...arrived }],
    });
  }
}

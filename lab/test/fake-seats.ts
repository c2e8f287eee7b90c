import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { LedgerRow } from '#checkers';
import type { SaleRecords } from '../src/sale-records.js';

export const SECTION = 'Stalls';

export interface FakeClaim {
  key: string;
  customer: string;
  /** none: any so many */
  seats: readonly string[];
  quantity: number;
  replica: string;
}
export type Decision = { status: number; body: Record<string, unknown> };
type Seat = { version: number; booked: boolean };

/** Seats in memory, with the rows a database would have. `none` reads, waits and writes; `strict` decides at once. */
export class FakeSeats {
  readonly records: SaleRecords = { ledger: [], claims: [], claimSeats: [] };
  private readonly seats = new Map<string, Seat>();

  constructor(private readonly strategy: 'none' | 'strict') {}

  open(labels: readonly string[]): void {
    for (const label of labels) this.seats.set(label, { version: 0, booked: false });
    this.records.ledger.push({ ...row, seats: labels.length });
  }

  async decide(claim: FakeClaim): Promise<Decision> {
    const { key, customer, replica } = claim;
    const labels = claim.seats.length > 0 ? claim.seats : this.free().slice(0, claim.quantity);
    const seats = labels.map((label) => ({ label, ...this.at(label) }));
    if (this.strategy === 'none') await pause(20);
    const claimId = randomUUID();
    const origin = { strategy: this.strategy, policyVersion: 1, replica };
    const refuse = (): void =>
      void this.records.claims.push({ claimId, customer, key, status: 'refused', replica });
    if (labels.length < claim.quantity) {
      refuse();
      return { status: 409, body: { ...problem(409, 'sold-out', false), ...origin } };
    }
    if (seats.some((seat) => seat.booked)) {
      refuse();
      const booked = seats.filter((seat) => seat.booked);
      const told = booked.map(({ label, version }) => ({ label, version, status: 'booked' }));
      return { status: 409, body: { ...problem(409, 'seat-taken', false), seats: told, ...origin } };
    }
    this.records.claims.push({ claimId, customer, key, status: 'booked', replica });
    const sold = seats.map((seat) => this.sell(seat, claimId));
    const answer = { claimId, claimToken: 't', eventId: 'e1', customerId: customer, status: 'booked' };
    return { status: 201, body: { ...answer, expiresAt: null, amount: 6_500, seats: sold, ...origin } };
  }

  counts(): object {
    const capacity = this.records.ledger[0]?.seats ?? 0;
    const booked = [...this.seats.values()].filter((seat) => seat.booked).length;
    const liveSeats = this.records.claimSeats.length;
    const counts = { capacity, available: capacity - booked, held: 0, booked, liveSeats };
    return { eventId: 'e1', ...counts, lagMs: 1, sections: [{ section: SECTION, ...counts }] };
  }

  private free(): string[] {
    return [...this.seats].filter(([, seat]) => !seat.booked).map(([label]) => label);
  }

  private at(label: string): Seat {
    const seat = this.seats.get(label);
    if (seat === undefined) throw new Error(`the fake has no seat ${label}`);
    return seat;
  }

  private sell({ label, version: readVersion }: { label: string } & Seat, claimId: string): object {
    const seat = this.at(label);
    const from = seat.booked ? 'booked' : 'available';
    seat.booked = true;
    seat.version += 1;
    const { version } = seat;
    this.records.claimSeats.push({ claimId, seat: label, live: true });
    this.records.ledger.push({
      ...{ ...row, seat: label, claimId, from, to: 'booked', seats: 1, liveDelta: 1, version, readVersion },
      ...{ readAtUs: performance.now() * 1_000 - 20_000, writtenAtUs: performance.now() * 1_000 },
    });
    return { label, section: SECTION, row: 'A', number: 1, version };
  }
}

const row: LedgerRow = {
  ...{ section: SECTION, seat: null, claimId: null, from: null, to: 'available', seats: 0, liveDelta: 0 },
  ...{ version: null, readVersion: null, readAtUs: null, writtenAtUs: 0 },
};

export const problem = (
  status: number,
  code: string,
  retryable: boolean | 'unknown',
): Record<string, unknown> => ({
  ...{ type: `/errors/${code}`, title: code, status, code, detail: `${code}.`, retryable },
});

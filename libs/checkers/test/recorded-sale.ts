import type { Answer, Evidence, LedgerRow, Operation } from '../src/evidence.js';

const SECTION = 'Stalls';

/**
 * Evidence written by hand, step by step: a valid sale unless a test plants a fault in what `evidence()`
 * gives.
 */
export class RecordedSale {
  private readonly operations: Operation[] = [];
  private readonly ledger: LedgerRow[] = [];
  private readonly claims: Evidence['claims'][number][] = [];
  private readonly claimSeats: Evidence['claimSeats'][number][] = [];

  constructor(private readonly capacity = 2) {
    this.ledger.push(row({ seat: null, to: 'available', seats: capacity, liveDelta: 0, version: null }));
  }

  /** `from` is what the seat really was: a seat sold twice goes from booked to booked. */
  yes(
    customer: string,
    seat: string,
    at: [number, number],
    version = 1,
    from: LedgerRow['from'] = 'available',
  ): this {
    const claimId = `claim-of-${customer}`;
    this.operation(customer, seat, at, { kind: 'ok', status: 201, code: 'booked', claimId }, version);
    this.claims.push({
      claimId,
      customer,
      key: `key-of-${customer}`,
      status: 'booked',
      replica: 'booking-1',
    });
    this.claimSeats.push({ claimId, seat, live: true });
    this.ledger.push(row({ seat, claimId, from, to: 'booked', liveDelta: 1, version, writtenAtUs: at[1] }));
    return this;
  }

  no(customer: string, seat: string, at: [number, number], version = 1): this {
    this.operation(customer, seat, at, { kind: 'fail', status: 409, code: 'seat-taken' }, version);
    const claimId = `claim-of-${customer}`;
    this.claims.push({
      claimId,
      customer,
      key: `key-of-${customer}`,
      status: 'refused',
      replica: 'booking-1',
    });
    return this;
  }

  /** The answer never came; what the claims say is planted by the test. */
  lost(customer: string, seat: string, at: [number, number]): this {
    return this.operation(customer, seat, at, { kind: 'unknown', status: null, code: 'timeout' });
  }

  busy(customer: string, seat: string, at: [number, number], code = 'unavailable'): this {
    return this.operation(customer, seat, at, { kind: 'retry', status: 503, code });
  }

  release(customer: string, seat: string, version: number): this {
    const claimId = `claim-of-${customer}`;
    this.ledger.push(row({ seat, claimId, from: 'booked', to: 'available', liveDelta: -1, version }));
    this.change(this.claims, claimId, { status: 'released' });
    this.change(this.claimSeats, claimId, { live: false });
    return this;
  }

  evidence(change: Partial<Evidence> = {}): Evidence {
    const live = this.claimSeats.filter((one) => one.live);
    const booked = new Set(live.map((one) => one.seat)).size;
    const counts = {
      ...{ capacity: this.capacity, available: this.capacity - booked },
      ...{ held: 0, booked, liveSeats: live.length },
    };
    const { operations, ledger, claims, claimSeats } = this;
    return {
      ...{
        claimed: { replicas: 1, strategy: 'mutex', policyVersion: 1 },
        maxPerCustomer: null,
        fault: null,
        operations,
        ledger,
        claims,
        claimSeats,
      },
      inventory: { ...counts, sections: [{ section: SECTION, ...counts }] },
      ...change,
    };
  }

  private operation(
    customer: string,
    seat: string,
    [invokedAtUs, endedAtUs]: [number, number],
    answer: Partial<Answer> & Pick<Answer, 'kind' | 'status' | 'code'>,
    version?: number,
  ): this {
    const outcome = answer.kind === 'ok' || answer.kind === 'unknown' ? answer.kind : 'fail';
    this.operations.push({
      ...{
        key: `key-of-${customer}`,
        customer,
        seats: [seat],
        quantity: 1,
        invokedAtUs,
        attempts: 1,
        outcome,
      },
      completedAtUs: outcome === 'unknown' ? Number.POSITIVE_INFINITY : endedAtUs,
      answers: [{ ...plainAnswer(endedAtUs, seat, version), ...answer }],
    });
    return this;
  }

  private change<Row extends { claimId: string }>(rows: Row[], claimId: string, by: Partial<Row>): void {
    const index = rows.findIndex((one) => one.claimId === claimId);
    rows.splice(index, 1, { ...rows[index]!, ...by });
  }
}

const plainAnswer = (atUs: number, seat: string, version?: number) => ({
  ...{
    atUs,
    claimId: null,
    replica: 'booking-1',
    answeredBy: 'booking-1',
    strategy: 'mutex',
    policyVersion: 1,
  },
  seats: version === undefined ? [] : [{ label: seat, version, status: 'booked' as const }],
});

const row = (
  given: Partial<LedgerRow> & Pick<LedgerRow, 'seat' | 'to' | 'liveDelta' | 'version'>,
): LedgerRow => ({
  ...{ section: SECTION, claimId: null, from: null, seats: 1 },
  ...{ readVersion: (given.version ?? 1) - 1, readAtUs: 0, writtenAtUs: 0 },
  ...given,
});

/** Two buyers of A1, one of A2; everything as it should be. */
export const goodSale = (): RecordedSale =>
  new RecordedSale()
    .yes('customer-1', 'A1', [0, 50])
    .no('customer-2', 'A1', [1, 60])
    .yes('customer-3', 'A2', [2, 55]);

import { Inject, Injectable } from '@nestjs/common';
import type { ClaimTrace } from '#contracts';
import type { Lease } from '#redlock';
import { BOOKING_CONFIG, type BookingConfig } from '../../config.js';
import type { ClaimRequest, StepName } from '../../ledger/claim.js';

/** Of all events together, the newest: some 2,500 claims, and a few MB. */
const TRACES_MOST = 20_000;
const US_PER_MS = 1_000;

type Traced = Pick<ClaimRequest, 'claimId' | 'eventId' | 'customerId' | 'seatIds'>;

interface Noted {
  readonly claim: Traced;
  readonly step: ClaimTrace['step'];
  readonly atMs: number;
  readonly lease?: { readonly held: Lease; readonly validMs: number };
}

/** Where claims were when, for the lab's timelines. In production nothing is kept. */
@Injectable()
export class ClaimTraces {
  readonly #records: boolean;
  readonly #ring: Noted[] = [];
  #next = 0;

  constructor(@Inject(BOOKING_CONFIG) { profile }: Pick<BookingConfig, 'profile'>) {
    this.#records = profile === 'lab';
  }

  note(claim: Traced, step: StepName | 'begins' | 'ends', lease?: Lease): void {
    if (!this.#records) return;
    const noted = { claim, step, atMs: performance.now() };
    this.#ring[this.#next] =
      lease === undefined ? noted : { ...noted, lease: { held: lease, validMs: lease.remainingMs() } };
    this.#next = (this.#next + 1) % TRACES_MOST;
  }

  /** The oldest first. */
  ofEvent(eventId: string): ClaimTrace[] {
    const inOrder = [...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)];
    return inOrder.filter(({ claim }) => claim.eventId === eventId).map(asTrace);
  }
}

const asTrace = ({ claim, step, atMs, lease }: Noted): ClaimTrace => ({
  eventId: claim.eventId,
  claimId: claim.claimId,
  customerId: claim.customerId,
  seatIds: [...claim.seatIds],
  step,
  atUs: Math.round((performance.timeOrigin + atMs) * US_PER_MS),
  ...(lease && {
    // asked for now: at the step itself votes were still out
    lease: { owner: lease.held.owner, validMs: lease.validMs, nodes: [...lease.held.nodes] },
  }),
});

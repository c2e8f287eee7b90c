import { Inject, Injectable } from '@nestjs/common';
import type { ClaimState, Problem } from '#contracts';
import { problem } from '#errors';
import type { ClaimChanged } from '../booking/life/claim-change.js';
import { BOOKING_CONFIG, type BookingConfig } from '../config.js';
import { EXTENSIONS_MOST } from '../ledger/life/claim-life.js';
import type { ClaimRow } from '../ledger/life/claim-row.js';
import { amountOf, seatsOf } from '../policy/sale.js';
import { Sales } from '../policy/sales.js';

/** A claim as its bearer sees it, or the problem that says why not. */
@Injectable()
export class ClaimStates {
  constructor(
    private readonly sales: Sales,
    @Inject(BOOKING_CONFIG) private readonly config: BookingConfig,
  ) {}

  async of(changed: ClaimChanged): Promise<ClaimState | Problem> {
    const { replica } = this.config;
    if (changed.kind === 'unknown') return problem('claim-unknown', undefined, { replica });
    if (changed.kind === 'refused') return problem(changed.code, undefined, { replica });
    return this.state(changed.claim);
  }

  async state(claim: ClaimRow): Promise<ClaimState> {
    const sale = await this.sales.find(claim.eventId);
    const seats = seatsOf(sale, claim.seatIds);
    const { eventId, claimId, customerId, status, strategy, policyVersion, replica } = claim;
    const isHeld = status === 'held';
    return {
      ...{ claimId, eventId, customerId, status },
      expiresAt: isHeld && claim.expiresAt !== null ? claim.expiresAt.toISOString() : null,
      now: claim.now.toISOString(),
      mayExtend: isHeld && claim.extensions < EXTENSIONS_MOST,
      amount: amountOf(seats),
      seats: seats.map(({ label, section, row, number }) => ({ label, section, row, number })),
      payment: claim.paid,
      ...{ strategy, policyVersion, replica },
    };
  }
}

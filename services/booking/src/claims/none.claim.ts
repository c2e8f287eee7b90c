import { Injectable } from '@nestjs/common';
import { SeatLedger } from '../ledger/seat-ledger.js';
import { allFree } from '../ledger/seat.js';
import { type ClaimOutcome, type ClaimRequest, type ClaimStrategy, taken } from './claim-strategy.js';

/** Check, then act. Between the two anybody may do the same: here to be caught. */
@Injectable()
export class NoneClaim implements ClaimStrategy {
  static readonly key = 'none';
  static readonly guarantee = 'none';
  static readonly mechanism = 'reads the seat, then writes it';

  constructor(private readonly ledger: SeatLedger) {}

  async claim(request: ClaimRequest): Promise<ClaimOutcome> {
    const seats = await this.ledger.read(request);
    if (!allFree(seats)) return taken(seats);
    await request.step('after-read');
    return this.ledger.sell(request, seats);
  }
}

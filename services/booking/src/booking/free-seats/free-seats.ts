import { Injectable } from '@nestjs/common';
import { SeatLedger } from '../../ledger/seat-ledger.js';
import type { Sale } from '../../policy/sale.js';
import { EventSeats } from './event-seats.js';

/**
 * What this replica takes for free, by event. It is forgotten with the seats that policy/sales.ts remembers, which
 * bounds it, and outlives a change of the policy as they do.
 */
@Injectable()
export class FreeSeats {
  readonly #events = new WeakMap<Sale['seatsById'], EventSeats>();

  constructor(private readonly ledger: SeatLedger) {}

  of(sale: Sale): EventSeats {
    const known = this.#events.get(sale.seatsById);
    if (known !== undefined) return known;
    const seats = new EventSeats(sale, () => this.ledger.freeSeats(sale.eventId));
    this.#events.set(sale.seatsById, seats);
    return seats;
  }
}

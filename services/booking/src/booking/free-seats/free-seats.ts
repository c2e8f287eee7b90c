import { Injectable } from '@nestjs/common';
import { SeatLedger } from '../../ledger/seat-ledger.js';
import type { Sale } from '../../policy/sale.js';
import { EventSeats } from './event-seats.js';

/** What this replica takes for free, by event. It is forgotten with the sale (policy/sales.ts), which bounds it. */
@Injectable()
export class FreeSeats {
  readonly #events = new WeakMap<Sale, EventSeats>();

  constructor(private readonly ledger: SeatLedger) {}

  of(sale: Sale): EventSeats {
    const known = this.#events.get(sale);
    if (known !== undefined) return known;
    const seats = new EventSeats(sale, () => this.ledger.freeSeats(sale.eventId));
    this.#events.set(sale, seats);
    return seats;
  }
}

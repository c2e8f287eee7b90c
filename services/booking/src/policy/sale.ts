import type { SalePolicy } from '#contracts';

export interface SaleSeat {
  readonly seatId: number;
  readonly label: string;
  readonly section: string;
  readonly row: string | null;
  readonly number: number;
  readonly price: number;
}

/** What a claim needs to know of an event beforehand. Seats never change; the policy does, and its version tells. */
export interface Sale {
  readonly eventId: string;
  readonly policy: SalePolicy;
  readonly policyVersion: number;
  readonly seatsByLabel: ReadonlyMap<string, SaleSeat>;
  readonly seatsById: ReadonlyMap<number, SaleSeat>;
}

import type { SalePolicy } from '#contracts';

export interface SaleSeat {
  readonly seatId: number;
  readonly label: string;
  readonly section: string;
  readonly row: string | null;
  readonly number: number;
  readonly price: number;
}

/** In the order of the ids. Seats never go away. */
export function seatsOf(sale: Sale | undefined, seatIds: readonly number[]): SaleSeat[] {
  return seatIds.map((seatId) => {
    const seat = sale?.seatsById.get(seatId);
    if (seat === undefined)
      throw new Error(`seat ${seatId} of event ${sale?.eventId ?? 'that is gone'} is gone`);
    return seat;
  });
}

/** In minor units of the event's currency. */
export const amountOf = (seats: readonly SaleSeat[]): number =>
  seats.reduce((sum, { price }) => sum + price, 0);

/** What a claim needs to know of an event beforehand. Seats never change; the policy does, and its version tells. */
export interface Sale {
  readonly eventId: string;
  readonly policy: SalePolicy;
  readonly policyVersion: number;
  readonly seatsByLabel: ReadonlyMap<string, SaleSeat>;
  readonly seatsById: ReadonlyMap<number, SaleSeat>;
}

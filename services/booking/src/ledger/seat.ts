export type SeatStatus = 'available' | 'held' | 'booked';

/** A seat as a strategy read it, before it decided. */
export interface SeatRead {
  readonly seat_id: number;
  readonly label: string;
  readonly section: string;
  readonly status: SeatStatus;
  readonly version: number;
  /** PostgreSQL's clock at the read, as text so that no microsecond is lost. */
  readonly read_at: string;
}

/** A seat that this claim has just written: what it was under lock, and the version that came of it. */
export interface SeatTaken {
  readonly seat_id: number;
  readonly section: string;
  readonly from_status: SeatStatus;
  readonly version: number;
  /** Of a hold; as text so that no microsecond is lost. */
  readonly expires_at: string | null;
  readonly read_version: number;
  readonly read_at: string;
}

export const allFree = (seats: readonly SeatRead[]): boolean =>
  seats.every((seat) => seat.status === 'available');

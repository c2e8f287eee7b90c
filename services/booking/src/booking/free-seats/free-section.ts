/** The free seats of one section, as far as this replica knows. Only a hint: the claim decides. */
export interface FreeSection {
  readonly count: number;
  /** Takes so many out, which there must be: those of one of the so many best places. */
  take(quantity: number, places: number): number[];
  giveBack(seatIds: readonly number[]): void;
  /** From now on these are free and no others; ascending. */
  reset(seatIds: readonly number[]): void;
}

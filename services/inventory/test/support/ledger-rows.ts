import type { LedgerRow } from '#contracts';

let nextId = 1;

export const birth = (eventId: string, section: string, seats: number): LedgerRow => ({
  ledgerId: nextId++,
  eventId,
  section,
  seatId: null,
  from: null,
  to: 'available',
  seats,
  liveDelta: 0,
  version: null,
  claimId: null,
  writtenAt: new Date().toISOString(),
});

export const transition = (
  eventId: string,
  section: string,
  from: LedgerRow['from'],
  to: LedgerRow['to'],
  liveDelta: number,
): LedgerRow => ({
  ...birth(eventId, section, 1),
  seatId: 1,
  from,
  to,
  liveDelta,
  version: 1,
  claimId: '00000000-0000-4000-8000-000000000000',
});

/** mulberry32: the same seed gives the same order, so a failure can be had again. */
export function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  let state = seed;
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ item }) => item);
}

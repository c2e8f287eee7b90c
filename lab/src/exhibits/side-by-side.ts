import type { LedgerRow } from '#checkers';

/** The most claims that were between their read and their write at one moment, by PostgreSQL's clock. */
export function sideBySide(ledger: readonly LedgerRow[]): number {
  const moments = ledger.flatMap(({ readAtUs, writtenAtUs }) =>
    readAtUs === null
      ? []
      : [
          { atUs: readAtUs, change: 1 },
          { atUs: writtenAtUs, change: -1 },
        ],
  );
  let now = 0;
  let most = 0;
  // at the same µs whoever leaves goes first: one after another is not side by side
  for (const { change } of moments.toSorted((a, b) => a.atUs - b.atUs || a.change - b.change)) {
    now += change;
    most = Math.max(most, now);
  }
  return most;
}

import type { Evidence, LedgerRow } from './evidence.js';
import type { Finding } from './finding.js';
import { finding } from './finding.js';

/** Inventory has applied every row of the ledger once, and nothing else. */
export function appliedOnce({ ledger, applied }: Evidence): Finding[] {
  if (applied === undefined) return [];
  const left = new Map<number, number>();
  for (const { ledgerId, times } of applied) left.set(ledgerId, (left.get(ledgerId) ?? 0) + times);
  const findings = ledger.flatMap((row) => {
    if (row.ledgerId === undefined) return [];
    const times = left.get(row.ledgerId) ?? 0;
    left.delete(row.ledgerId);
    return times === 1 ? [] : [wrong(row, times)];
  });
  const unexplained = [...left.keys()].map((ledgerId) => {
    const text = `Inventory applied row ${ledgerId}, which the ledger does not have.`;
    return finding('event-unexplained', 'UNSAFE', text);
  });
  return [...findings, ...unexplained];
}

function wrong(row: LedgerRow, times: number): Finding {
  const what = row.seat === null ? `the birth of ${row.section}` : `${row.seat}, version ${row.version}`;
  const how = times === 0 ? 'never' : `${times} times`;
  const text = `Inventory applied row ${row.ledgerId} of the ledger (${what}) ${how}.`;
  const kind = times === 0 ? 'event-lost' : 'event-repeated';
  return finding(kind, 'UNSAFE', text, { seat: row.seat, claims: [row.claimId] });
}

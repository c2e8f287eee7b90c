import { rowsOf } from './columns/from-evidence.js';
import { FIGURES, sums } from './columns/sums.js';
import type { Counts, Evidence, InventoryCounts, LedgerRow } from './evidence.js';
import type { Finding } from './finding.js';
import { finding } from './finding.js';
import { resolveAll } from './resolution.js';

const NAMES = ['capacity', 'available', 'held', 'booked', 'liveSeats'] as const;

/**
 * Inventory's counts are a fold of the ledger and of nothing else; `liveSeats` is also the number of yeses.
 */
export function countsAgree(evidence: Evidence): Finding[] {
  const { inventory } = evidence;
  if (inventory === null) {
    return [finding('counts-missing', 'INCONCLUSIVE', 'Inventory gave no counts for this event.')];
  }
  const findings = differences(evidence.ledger, inventory).map((text) =>
    finding('counts-differ', 'UNSAFE', text),
  );
  let yeses = 0;
  for (const [operation, outcome] of resolveAll(evidence)) if (outcome === 'ok') yeses += operation.quantity;
  if (yeses !== inventory.liveSeats && !givenBack(evidence.ledger)) {
    const text = `Inventory counts ${inventory.liveSeats} live seats, but buyers were told yes for ${yeses}.`;
    findings.push(finding('counts-differ', 'UNSAFE', text));
  }
  return findings;
}

const givenBack = (ledger: readonly LedgerRow[]): boolean => ledger.some((row) => row.liveDelta < 0);

/** One sentence for each count that is not what the ledger says; none: they agree. */
export function differences(ledger: readonly LedgerRow[], inventory: InventoryCounts): string[] {
  const sections = foldBySection(ledger);
  const total = [...sections.values()].reduce(sum, nothing());
  const differing = compare('Inventory', inventory, total);
  const named = new Map(inventory.sections.map((counts) => [counts.section, counts]));
  for (const section of new Set([...sections.keys(), ...named.keys()])) {
    const counts = named.get(section);
    if (counts === undefined) differing.push(`Inventory does not name the section ${section}.`);
    else differing.push(...compare(`Inventory for ${section}`, counts, sections.get(section) ?? nothing()));
  }
  return differing;
}

export function foldBySection(ledger: readonly LedgerRow[]): Map<string, Counts> {
  const { rows, sections } = rowsOf(ledger);
  const figures = sums({ rows, sections: sections.length }, () => {});
  return new Map(
    sections.map((section, index) => {
      const [capacity = 0, available = 0, held = 0, booked = 0, liveSeats = 0] = figures.subarray(
        index * FIGURES,
        (index + 1) * FIGURES,
      );
      return [section, { capacity, available, held, booked, liveSeats }];
    }),
  );
}

const nothing = (): Counts => ({ capacity: 0, available: 0, held: 0, booked: 0, liveSeats: 0 });

function sum(left: Counts, right: Counts): Counts {
  const total = nothing();
  for (const name of NAMES) total[name] = left[name] + right[name];
  return total;
}

const compare = (who: string, told: Counts, folded: Counts): string[] =>
  NAMES.filter((name) => told[name] !== folded[name]).map(
    (name) => `${who} says ${name} ${told[name]}, the ledger says ${folded[name]}.`,
  );

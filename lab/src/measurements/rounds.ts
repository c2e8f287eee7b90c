import type { StrategyView } from '#contracts';
import type { Counts } from '../counters.js';
import { countersOf, gained } from '../counters.js';
import type { Laboratory, RecordedRun } from '../experiment.js';
import { atTheGate, recordRun } from '../experiment.js';
import type { WantedRun } from '../run-parameters.js';
import { runParameters } from '../run-parameters.js';

/** The same race several times, each with another seed. */
export async function raceRounds(
  lab: Laboratory,
  strategy: StrategyView,
  wanted: WantedRun,
  rounds: number,
  doing: (what: string) => void,
): Promise<RecordedRun[]> {
  return (await countedRounds(lab, strategy, wanted, rounds, doing)).runs;
}

/** What the replicas counted from the gate to the verdict, without the rehearsal. */
export interface Undone {
  /** 40001, 40P01: claims that PostgreSQL undid */
  undone: Counts;
  /** by cause: attempts that a claim began anew by itself */
  retries: Counts;
}

export async function countedRounds(
  lab: Laboratory,
  strategy: StrategyView,
  wanted: WantedRun,
  rounds: number,
  doing: (what: string) => void,
): Promise<{ runs: RecordedRun[]; counted: Undone }> {
  const runs: RecordedRun[] = [];
  const counted: Undone = { undone: {}, retries: {} };
  for (let round = 1; round <= rounds; round += 1) {
    doing(`${strategy.key}, round ${round} of ${rounds}`);
    const parameters = runParameters(strategy, lab.replicas.length, { ...wanted, seed: round });
    let before: Undone = { undone: {}, retries: {} };
    const drive = atTheGate(lab, parameters, async () => {
      before = await countedBy(lab, strategy.key);
    });
    runs.push(await recordRun(lab, strategy, parameters, drive));
    const after = await countedBy(lab, strategy.key);
    addTo(counted.undone, gained(before.undone, after.undone));
    addTo(counted.retries, gained(before.retries, after.retries));
  }
  return { runs, counted };
}

const countedBy = async ({ replicas }: Laboratory, strategy: string): Promise<Undone> => ({
  undone: await countersOf(replicas, 'transactions_undone_total', strategy, 'sqlstate'),
  retries: await countersOf(replicas, 'claim_retries_total', strategy, 'cause'),
});

function addTo(sum: Counts, more: Counts): void {
  for (const [name, count] of Object.entries(more)) sum[name] = (sum[name] ?? 0) + count;
}

export const countsText = (counts: Counts): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name}: ${count}`)
    .join(', ') || '–';

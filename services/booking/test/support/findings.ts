import { type Answer, type Buyer, type Race, isYes } from './race.ts';

/**
 * What can be wrong with a race:
 * - sold-twice: a seat has two owners, by the answers or by the ledger
 * - torn: a claim has other seats than were asked for, or has one in the ledger alone
 * - untrue-yes: a yes that the ledger does not have, or a sale that nobody was told
 * - untrue-no: a seat was called taken at a version at which it was not
 * - unsold: a seat that was wanted alone, and is free
 * - unanswered: a buyer gave up
 */
export type Finding = 'sold-twice' | 'torn' | 'untrue-yes' | 'untrue-no' | 'unsold' | 'unanswered';

/** A double sale is a race too: where one is expected, it may take more than one. */
export const RACES_MOST = 5;

const isTwice = (value: string, index: number, all: readonly string[]): boolean => all.indexOf(value) < index;
const yesLabels = (answers: readonly (Answer | undefined)[]): string[] =>
  answers.filter(isYes).flatMap(({ seats }) => seats.map(({ label }) => label));
const sameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.toSorted().join() === other.toSorted().join();

const CHECKS: Readonly<Record<Finding, (race: Race) => boolean>> = {
  'sold-twice': ({ sales, buyers }) =>
    sales.map(({ label }) => label).some(isTwice) ||
    yesLabels(buyers.map(({ final }) => final)).some(isTwice),
  torn: ({ buyers, sales }) =>
    sales.some(({ whole }) => !whole) || buyers.some((buyer) => isTorn(buyer, sales)),
  'untrue-yes': ({ buyers, sales }) => {
    const told = buyers.flatMap(({ final }) => (isYes(final) ? [final.claimId] : []));
    return !sameSet(told, [...new Set(sales.map(({ claimId }) => claimId))]);
  },
  'untrue-no': (race) =>
    race.buyers.some(({ answers }) => answers.some((answer) => isUntrueNo(answer, race))),
  unsold: ({ labels, buyers, sales }) =>
    labels.some(
      (label) =>
        buyers.some((buyer) => sameSet(buyer.labels, [label])) && sales.every((sale) => sale.label !== label),
    ),
  unanswered: ({ buyers }) => buyers.some(({ final }) => final === undefined),
};

/** The seats of a yes are those that were asked for: in the answer, and in the ledger. */
function isTorn({ labels, final }: Buyer, sales: Race['sales']): boolean {
  if (!isYes(final)) return false;
  const recorded = sales.filter(({ claimId }) => claimId === final.claimId).map(({ label }) => label);
  return !sameSet(labels, recorded) || !sameSet(labels, yesLabels([final]));
}

function isUntrueNo(answer: Answer, { sales }: Race): boolean {
  if (isYes(answer) || answer.code !== 'seat-taken') return false;
  const wasTaken = ({ label, version }: { label: string; version: number }): boolean =>
    sales.some((sale) => sale.label === label && sale.version === version && sale.to !== 'available');
  return answer.seats === undefined || answer.seats.length === 0 || !answer.seats.every(wasTaken);
}

export const findings = (race: Race): Finding[] =>
  (Object.keys(CHECKS) as Finding[]).filter((finding) => CHECKS[finding](race));

/** The findings of one race; where something is expected, of as many as it takes to see it. */
export async function findingsOf(run: () => Promise<Race>, expected?: Finding): Promise<Finding[]> {
  for (let tried = 1; ; tried += 1) {
    const found = findings(await run());
    if (expected === undefined || found.includes(expected) || tried === RACES_MOST) return found;
  }
}

/** For each seat, how many were told yes by their first answer; the most of them. */
export function winnersAtTheGate({ labels, buyers }: Race): number {
  const atTheGate = yesLabels(buyers.map(({ answers }) => answers[0]));
  return Math.max(...labels.map((label) => atTheGate.filter((one) => one === label).length));
}

import type { StrategyView } from '#contracts';
import type { Evidence, Finding, LedgerRow, Operation, SeatStatus } from '#checkers';
import { requestOf, rowsBySeat } from '#checkers';

export interface Story {
  strategy: string;
  replicas: number;
  mechanism: string;
  /** under which it happened */
  fault: string | null;
  seat: string;
  /** µs since 1970 of the first step, by PostgreSQL's clock */
  startedAtUs: number;
  /** in time order; `atMs` counts from the first of them */
  steps: { atMs: number; replica: string; customer: string; does: string; answered: string }[];
}

/**
 * How the first seat was sold twice: both buyers, who read what when and who wrote what when, by PostgreSQL's
 * clock.
 */
export function storyOf(strategy: StrategyView, evidence: Evidence, sales: readonly Finding[]): Story | null {
  const pairs = sales.flatMap((sale) => pairOf(sale, evidence.ledger));
  const first = pairs.toSorted((a, b) => clarity(b) - clarity(a) || endOf(a) - endOf(b))[0];
  if (first === undefined) return null;
  const steps = first.flatMap((row) => stepsOf(row, evidence)).toSorted((a, b) => a.atUs - b.atUs);
  const start = steps[0]?.atUs ?? 0;
  return {
    strategy: strategy.key,
    replicas: evidence.claimed.replicas,
    mechanism: strategy.mechanism,
    fault: evidence.fault?.name ?? null,
    seat: first[0]?.seat ?? '',
    startedAtUs: start,
    steps: steps.map(({ atUs, ...step }) => ({ atMs: (atUs - start) / 1_000, ...step })),
  };
}

function pairOf(sale: Finding, ledger: readonly LedgerRow[]): LedgerRow[][] {
  const rows = ledger.filter(
    (row) => row.seat === sale.seat && row.liveDelta > 0 && sale.claims.includes(row.claimId ?? ''),
  );
  return rows.length === 2 ? [rows] : [];
}

/**
 * A row is readable only once it is committed, a little after `written_at`: a second buyer who reads in
 * between is as real, but a story in which both read before anybody writes is the one that needs no
 * explanation.
 */
const clarity = (rows: readonly LedgerRow[]): number => {
  const firstWrite = Math.min(...rows.map((row) => row.writtenAtUs));
  return rows.every((row) => (row.readAtUs ?? Infinity) < firstWrite) ? 1 : 0;
};
const endOf = (rows: readonly LedgerRow[]): number => Math.max(...rows.map((row) => row.writtenAtUs));

type Step = Story['steps'][number];

function stepsOf(row: LedgerRow, evidence: Evidence): (Omit<Step, 'atMs'> & { atUs: number })[] {
  const claim = evidence.claims.find((one) => one.claimId === row.claimId);
  const request = claim === undefined ? '' : requestOf(claim);
  const operation = evidence.operations.find((one) => requestOf(one) === request);
  const who = { replica: claim?.replica ?? 'nobody', customer: claim?.customer ?? 'nobody' };
  const write = {
    ...who,
    atUs: row.writtenAtUs,
    does: `writes: ${row.from} → ${row.to} (version ${row.version})`,
    answered: answered(operation),
  };
  if (row.readAtUs === null) return [write];
  const does = `reads ${row.seat}: ${statusAt(row.readVersion, row, evidence)} (version ${row.readVersion})`;
  return [{ ...who, atUs: row.readAtUs, does, answered: '' }, write];
}

function statusAt(version: number | null, row: LedgerRow, evidence: Evidence): SeatStatus {
  const rows = rowsBySeat(evidence.ledger).get(row.seat ?? '') ?? [];
  return rows.find((one) => one.version === version)?.to ?? 'available';
}

function answered(operation: Operation | undefined): string {
  const last = operation?.answers.at(-1);
  if (last === undefined) return 'no answer';
  return last.status === null ? `no answer (${last.code})` : `answered ${last.status}`;
}

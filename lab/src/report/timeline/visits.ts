import type { ClaimTrace } from '#contracts';
import type { LedgerRow, Operation } from '#checkers';
import { groupBy } from '../../group-by.js';
import type { CellRecord } from '../../matrix/cell.js';
import type { Tone } from './model.js';

/** One try of a claim in one replica, from its own trace, or from its ledger rows where the trace is lost. */
export interface Visit {
  replica: string;
  claimId: string;
  customer: string;
  seats: readonly string[];
  fromUs: number;
  toUs: number;
  /** between what protects the seat, or its read, and COMMIT */
  section: { fromUs: number; toUs: number; tone: Tone } | null;
  lease: { atUs: number; untilUs: number; nodes: readonly string[] } | null;
  transaction: { fromUs: number; toUs: number } | null;
  /** what it wrote, when, and the version that it made */
  writes: readonly { seat: string; atUs: number; version: number | null; sold: boolean }[];
}

/** A write by PostgreSQL's clock and a step by the replica's may be so far apart and belong together. */
const CLOCKS_APART_US_MOST = 50_000;

/** In order of time, on the clock of the history. */
export function visitsOf(record: CellRecord): Visit[] {
  const { evidence, epochUs } = record;
  const rows = groupBy(evidence.ledger, (row) => row.claimId);
  const wished = wishesOf(record);
  const traced = record.traces.flatMap(({ replica, traces }) =>
    triesOf(traces).map((steps) => fromTrace(replica, steps, { wished, rows, epochUs })),
  );
  const known = new Set(traced.map((visit) => visit.claimId));
  const untraced = evidence.claims.flatMap((claim) => {
    const ofClaim = (rows.get(claim.claimId) ?? []).filter((row) => row.liveDelta > 0);
    return known.has(claim.claimId) || ofClaim.length === 0 ? [] : [fromLedger(claim, ofClaim, epochUs)];
  });
  return [...traced, ...untraced].toSorted((one, other) => one.fromUs - other.fromUs);
}

/** A trace of a claim that was tried again in the same replica begins again. */
function triesOf(traces: readonly ClaimTrace[]): ClaimTrace[][] {
  const tries: ClaimTrace[][] = [];
  for (const steps of groupBy(traces, (trace) => trace.claimId).values()) {
    for (const step of steps.toSorted((one, other) => one.atUs - other.atUs)) {
      const last = tries.at(-1);
      if (last?.[0]?.claimId !== step.claimId || step.step === 'begins') tries.push([step]);
      else last.push(step);
    }
  }
  return tries;
}

interface Beside {
  wished: (customer: string, claimId: string, atUs: number) => readonly string[];
  rows: ReadonlyMap<string | null, LedgerRow[]>;
  epochUs: number;
}

function fromTrace(replica: string, steps: readonly ClaimTrace[], { wished, rows, epochUs }: Beside): Visit {
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) throw new Error('a trace has at least one step');
  const at = (...names: string[]): number | null => {
    const found = names.flatMap((name) => steps.find(({ step }) => step === name) ?? [])[0];
    return found === undefined ? null : found.atUs - epochUs;
  };
  const [fromUs, toUs] = [first.atUs - epochUs, last.atUs - epochUs];
  const writes = (rows.get(first.claimId) ?? [])
    .filter((row) => row.liveDelta > 0)
    .map((row) => writeOf(row, epochUs))
    .filter(({ atUs }) => atUs > fromUs - CLOCKS_APART_US_MOST && atUs < toUs + CLOCKS_APART_US_MOST);
  const enters = at('after-lock', 'after-read', 'before-write', 'before-commit');
  const leaves = at('after-commit', 'before-release', 'ends') ?? toUs;
  const begins = at('before-write', 'before-commit');
  const leased = steps.find(({ lease }) => lease !== undefined);
  return {
    ...{ replica, claimId: first.claimId, customer: first.customerId, fromUs, toUs, writes },
    seats:
      writes.length > 0 ? writes.map(({ seat }) => seat) : wished(first.customerId, first.claimId, fromUs),
    section: enters === null ? null : { fromUs: enters, toUs: leaves, tone: toneOf(writes) },
    lease: leased?.lease === undefined ? null : leaseOf(leased.atUs - epochUs, leased.lease),
    transaction: begins === null ? null : { fromUs: begins, toUs: at('after-commit', 'ends') ?? toUs },
  };
}

const leaseOf = (atUs: number, { validMs, nodes }: NonNullable<ClaimTrace['lease']>): Visit['lease'] => ({
  ...{ atUs, nodes },
  untilUs: atUs + validMs * 1_000,
});

function fromLedger(
  claim: { claimId: string; customer: string; replica: string },
  rows: readonly LedgerRow[],
  epochUs: number,
): Visit {
  const writes = rows.map((row) => writeOf(row, epochUs));
  const written = writes.map(({ atUs }) => atUs);
  const read = rows.flatMap(({ readAtUs }) => (readAtUs === null ? [] : [readAtUs - epochUs]));
  const [fromUs, toUs] = [Math.min(...read, ...written), Math.max(...written)];
  return {
    ...{ replica: claim.replica, claimId: claim.claimId, customer: claim.customer, fromUs, toUs, writes },
    seats: writes.map(({ seat }) => seat),
    section: { fromUs, toUs, tone: toneOf(writes) },
    lease: null,
    transaction: null,
  };
}

const writeOf = (row: LedgerRow, epochUs: number): Visit['writes'][number] => ({
  ...{ seat: row.seat ?? row.section, atUs: row.writtenAtUs - epochUs, version: row.version },
  sold: row.liveDelta > 0,
});

const toneOf = (writes: Visit['writes']): Tone => (writes.some(({ sold }) => sold) ? 'yes' : 'no');

/** The seats of a claim that wrote none: its customer's, of the operation that was under way. */
function wishesOf({ evidence }: CellRecord): Beside['wished'] {
  const byCustomer = groupBy(evidence.operations, (operation) => operation.customer);
  const keys = new Map(evidence.claims.map(({ claimId, key }) => [claimId, key]));
  const covers = (operation: Operation, atUs: number): boolean =>
    operation.invokedAtUs <= atUs && !(operation.completedAtUs < atUs);
  return (customer, claimId, atUs) => {
    const own = byCustomer.get(customer) ?? [];
    const byKey = own.find((operation) => operation.key === keys.get(claimId));
    return (byKey ?? own.find((operation) => covers(operation, atUs)) ?? own[0])?.seats ?? [];
  };
}

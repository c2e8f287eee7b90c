import type { ChangeAnswer, Evidence, Finding } from '#checkers';
import type { Story } from '../../story.js';
import type { Cell, CellRecord } from '../cell.js';
import { LIFE_MECHANISM } from './life-row.js';

const STEPS_MOST = 10;
const US_PER_MS = 1_000;

/** The same cell with what was asked about claims that were there, and a story where no seat was sold twice. */
export function withLife(record: CellRecord): CellRecord {
  const { cell, evidence, epochUs } = record;
  const { changes = [] } = evidence;
  const count = (outcome: ChangeAnswer['outcome']): number =>
    changes.filter((one) => one.outcome === outcome).length;
  const [ok, fail] = [count('ok'), count('fail')];
  const counted = { operations: cell.operations + ok + fail, ok: cell.ok + ok, fail: cell.fail + fail };
  return {
    ...record,
    cell: { ...cell, ...counted, story: cell.story ?? lifeStory(cell, evidence, epochUs) },
  };
}

type Step = Omit<Story['steps'][number], 'atMs'> & { atUs: number };

/** Of the first claim that something unsafe was found about: what was asked, told and written, and its end. */
export function lifeStory(cell: Cell, evidence: Evidence, epochUs: number): Story | null {
  const found = cell.findings.find(({ implies, claims }) => implies === 'UNSAFE' && claims.length > 0);
  if (found === undefined) return null;
  const steps = [...asked(found, evidence, epochUs), ...written(found, evidence)]
    .toSorted((one, other) => one.atUs - other.atUs)
    .slice(-STEPS_MOST);
  const startedAtUs = steps[0]?.atUs ?? epochUs;
  return {
    ...{ strategy: cell.strategy, replicas: cell.replicas, mechanism: LIFE_MECHANISM },
    ...{ fault: evidence.fault?.name ?? null, seat: seatOf(found, evidence), startedAtUs },
    steps: steps.map(({ atUs, ...step }) => ({ atMs: (atUs - startedAtUs) / US_PER_MS, ...step })),
  };
}

const seatOf = ({ seat, claims }: Finding, { claimSeats }: Evidence): string =>
  seat ?? claimSeats.find(({ claimId }) => claims.includes(claimId))?.seat ?? '';

const asked = ({ claims }: Finding, { changes = [] }: Evidence, epochUs: number): Step[] =>
  changes
    .filter(({ claimId, outcome }) => claims.includes(claimId) && outcome !== 'retry')
    .map(({ customer, does, code, atUs, answeredBy, seat }) => ({
      atUs: epochUs + atUs,
      replica: answeredBy ?? 'nobody',
      customer,
      does: `is told ${code} (${does} ${seat})`,
      answered: '',
    }));

function written(found: Finding, { ledger, claims }: Evidence): Step[] {
  const owners = new Map(claims.map((claim) => [claim.claimId, claim]));
  return ledger
    .filter(({ claimId, seat }) => seat !== null && found.claims.includes(claimId ?? ''))
    .map(({ claimId, writtenAtUs, seat, from, to, version }) => ({
      atUs: writtenAtUs,
      // a change may be made anywhere, and the row does not say where
      replica: 'PostgreSQL',
      customer: owners.get(claimId ?? '')?.customer ?? 'nobody',
      does: `writes ${seat}: ${from} → ${to} (version ${version})`,
      answered: '',
    }));
}

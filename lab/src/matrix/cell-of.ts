import type { Evidence, Finding, Operation, Verdict } from '#checkers';
import { checkers, finding, resolveAll, verdictOf } from '#checkers';
import { faultNamed } from '../faults.js';
import { groupBy } from '../group-by.js';
import { latencyOf } from '../percentiles.js';
import type { Story } from '../story.js';
import { storyOf } from '../story.js';
import {
  answeredIn,
  attemptsOf,
  availabilityOf,
  longestAnswerMs,
  outagesOf,
  sentIn,
} from './availability.js';
import type { Cell, Phase, PhaseName } from './cell.js';
import type { Contender } from './contender.js';

const FINDINGS_OF_A_KIND_MOST = 5;
/** One or two have waited in line behind the holder. */
const OUTAGES_LEAST = 3;
/** In a shorter one nobody has had the time to ask elsewhere. */
const WINDOW_US_LEAST = 500_000;
/** Less is a wait: a transaction may idle for 2 s, a lease may last as long as it says. */
const WAIT_MS_MOST = 3_000;

/** What is judged of a contender: nothing that acts. */
export type Judged = Pick<Contender, 'strategy' | 'parameters' | 'folder' | 'hits' | 'strikes' | 'struck'> & {
  recorder: Pick<Contender['recorder'], 'lines' | 'epochUs'>;
};

/** What a run knows besides the evidence. */
export interface RunFacts {
  phases: readonly Phase[];
  expected: Verdict;
  countsRightMs: number | null;
}

export function cellOf(contender: Judged, evidence: Evidence, facts: RunFacts): Cell {
  const { strategy, parameters, folder, hits, strikes } = contender;
  const free = freeAgain(contender, evidence);
  const findings = [
    ...Object.values(checkers).flatMap((check) => check(evidence)),
    ...service(contender, facts.phases),
    ...blocked(contender, facts.phases, free),
  ];
  const kinds = groupBy(findings.toSorted(mostTellingFirst), ({ kind }) => kind);
  const verdict = verdictOf(findings);
  return {
    ...{ strategy: strategy.key, guarantee: strategy.guarantee, labOnly: strategy.labOnly },
    ...{ fault: parameters.fault ?? 'none', replicas: parameters.replicas, guard: parameters.guard },
    ...{ seed: parameters.seed, run: folder.id },
    ...{ verdict, expected: facts.expected, asExpected: verdict === facts.expected },
    reasons: [...kinds.values()].map((ofKind) => reasonOf(ofKind)),
    ...{ strikes, hits },
    ...counted(evidence),
    soldTwice: kinds.get('double-sale')?.length ?? 0,
    lost: kinds.get('lost-acknowledgement')?.length ?? 0,
    ...latencies(evidence.operations),
    ...times(contender, facts),
    freeAgainMs: free.length === 0 ? null : Math.max(...free),
    findingCounts: Object.fromEntries([...kinds].map(([kind, ofKind]) => [kind, ofKind.length])),
    findings: [...kinds.values()].flatMap((ofKind) => ofKind.slice(0, FINDINGS_OF_A_KIND_MOST)),
    story: storyIn(contender, evidence, kinds.get('double-sale') ?? []),
  };
}

/** What others follow from: a yes that was lost also makes counts differ. */
const TELLING: readonly Finding['kind'][] = [
  ...(['double-sale', 'lost-acknowledgement', 'phantom-write'] as const),
  ...(['ended-early', 'came-back', 'not-the-bearer', 'unasked-change', 'event-unexplained'] as const),
];
const rank = ({ kind }: Finding): number => (TELLING.includes(kind) ? TELLING.indexOf(kind) : TELLING.length);
const mostTellingFirst = (one: Finding, other: Finding): number => rank(one) - rank(other);

const reasonOf = (ofKind: readonly Finding[]): string =>
  `${ofKind[0]?.text ?? ''}${ofKind.length > 1 ? ` (and ${ofKind.length - 1} more like it)` : ''}`;

function counted(evidence: Evidence): Pick<Cell, 'operations' | 'ok' | 'fail' | 'unknown' | 'recovered'> {
  const { operations } = evidence;
  const outcome = (wanted: Operation['outcome']): number =>
    operations.filter((one) => one.outcome === wanted).length;
  const lostOnce = operations.filter(({ answers }) => answers.some(({ kind }) => kind === 'unknown'));
  const resolved = resolveAll(evidence);
  return {
    operations: operations.length,
    ok: outcome('ok'),
    fail: outcome('fail'),
    unknown: lostOnce.length,
    recovered: lostOnce.filter((one) => resolved.get(one) !== 'unresolved').length,
  };
}

/** Of a seat that the fault has hit, if one of them was sold twice; with the moment of the fault. */
function storyIn(
  { strategy, struck, recorder }: Judged,
  evidence: Evidence,
  sales: readonly Finding[],
): Story | null {
  const hit = new Map(struck.map(({ seat, atUs }) => [seat, atUs]));
  const ofFault = sales.filter(({ seat }) => seat !== null && hit.has(seat));
  const story = storyOf(strategy, evidence, ofFault.length > 0 ? ofFault : sales);
  const struckUs = story === null ? undefined : hit.get(story.seat);
  if (story === null || struckUs === undefined) return story;
  const atMs = (recorder.epochUs + struckUs - story.startedAtUs) / 1_000;
  const fault = { atMs, replica: 'the lab', customer: '', does: `fault: ${story.fault}`, answered: '' };
  return { ...story, steps: [...story.steps, fault].toSorted((one, other) => one.atMs - other.atMs) };
}

const latencies = (operations: readonly Operation[]): Pick<Cell, 'winners' | 'losers'> => ({
  winners: latencyOf(operations.filter(({ outcome }) => outcome === 'ok')),
  losers: latencyOf(operations.filter(({ outcome }) => outcome === 'fail')),
});

function times(
  { recorder }: Judged,
  { phases, countsRightMs }: RunFacts,
): Pick<Cell, 'availability' | 'longestAnswerMs' | 'firstYesAfterHealMs' | 'countsRightMs'> {
  const attempts = attemptsOf(recorder.lines);
  const named = (name: PhaseName): Phase[] => phases.filter((phase) => phase.name === name);
  const available = (name: PhaseName): number | null => availabilityOf(sentIn(attempts, named(name)));
  const healed = named('healed')[0]?.fromUs;
  const yes = recorder.lines.find(
    ({ kind, atUs }) => kind === 'ok' && healed !== undefined && atUs >= healed,
  );
  return {
    availability: { quiet: available('quiet'), fault: available('fault'), healed: available('healed') },
    longestAnswerMs: longestAnswerMs(attempts),
    firstYesAfterHealMs: yes === undefined || healed === undefined ? null : (yes.atUs - healed) / 1_000,
    countsRightMs,
  };
}

/** From each injection until somebody knew what became of the holder's seat. */
function freeAgain({ struck, recorder }: Judged, { operations }: Evidence): number[] {
  const decided = new Map<string, number[]>();
  for (const { key, answers } of operations) {
    const last = answers.at(-1);
    if (last?.kind === 'ok' || last?.kind === 'fail') decided.set(key, [last.atUs]);
  }
  return struck.map(({ seat, atUs }) => {
    const asked = recorder.lines.flatMap((line) =>
      line.kind === 'invoke' && line.attempt === 1 && line.seats[0] === seat && line.atUs >= atUs
        ? [line.key]
        : [],
    );
    const first = Math.min(...asked.flatMap((key) => decided.get(key) ?? []));
    return Number.isFinite(first) ? (first - atUs) / 1_000 : Number.POSITIVE_INFINITY;
  });
}

/** Whoever wanted the seat knew only when the holder was back. */
function blocked(
  { struck, parameters }: Judged,
  phases: readonly Phase[],
  free: readonly number[],
): Finding[] {
  // else it is the failpoint that keeps the holder
  if (parameters.fault === null || faultNamed(parameters.fault).takesHolder !== true) return [];
  const during = phases.filter(({ name }) => name === 'fault');
  return struck.flatMap(({ seat, atUs }, index) => {
    const ms = free[index] ?? 0;
    const back = during.find(({ toUs }) => toUs >= atUs)?.toUs ?? Number.POSITIVE_INFINITY;
    if ((back - atUs) / 1_000 < WAIT_MS_MOST || atUs + ms * 1_000 < back) return [];
    const text = `${seat} stayed locked until its holder was back, ${Math.round(ms)} ms.`;
    return [finding('seat-blocked', 'UNAVAILABLE', text, { seat })];
  });
}

/** Nobody at all was served while the fault went on. */
function service({ recorder, parameters }: Judged, phases: readonly Phase[]): Finding[] {
  // where the lab holds the rivals too, it is the lab that they wait for
  if (parameters.fault !== null && faultNamed(parameters.fault).holdsRivals === true) return [];
  const during = phases.filter(
    ({ name, fromUs, toUs }) => name === 'fault' && toUs - fromUs >= WINDOW_US_LEAST,
  );
  // "try again" is not service, nor is an answer that comes when all is whole again
  const attempts = answeredIn(attemptsOf(recorder.lines), during);
  const served = attempts.some(({ answer }) => answer?.kind === 'ok' || answer?.kind === 'fail');
  const outages = outagesOf(attempts);
  const count = outages.reduce((sum, [, often]) => sum + often, 0);
  if (served || count < OUTAGES_LEAST) return [];
  const why = outages.map(([code, often]) => `${code} × ${often}`);
  const text = `Nobody was served while the fault went on: ${why.join(', ')}.`;
  return [finding('no-service', 'UNAVAILABLE', text)];
}

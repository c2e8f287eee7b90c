import type { StrategyView } from '#contracts';
import type { Evidence, Finding, Verdict } from '#checkers';
import { checkers, foldBySection, resolveAll, verdictOf } from '#checkers';
import { groupBy } from './group-by.js';
import type { Latency } from './percentiles.js';
import { latencyOf } from './percentiles.js';
import type { RunParameters } from './run-parameters.js';
import type { Story } from './story.js';
import { storyOf } from './story.js';
import { expectedVerdict, limitHolds } from './verdict.js';

/** The evidence for a finding is in the history; the result names so many of each kind. */
const FINDINGS_OF_A_KIND_MOST = 20;

export interface RunResult extends RunParameters {
  run: string;
  eventId: string;
  guarantee: StrategyView['guarantee'];
  verdict: Verdict;
  expected: Verdict;
  asExpected: boolean;
  /** one sentence for each kind of finding, the first of its kind */
  reasons: string[];
  attempts: number;
  /** how often the fault hit; null: none was asked for */
  faultHits: number | null;
  /** claims that got a yes */
  sold: number;
  /** seats that are somebody's at the end */
  booked: number;
  refused: number;
  /** yeses above one a seat */
  soldTwice: number;
  unknown: number;
  winners: Latency;
  losers: Latency;
  inventory: 'agrees' | 'differs' | 'silent';
  findings: Finding[];
  findingCounts: Record<string, number>;
  story: Story | null;
}

export interface RunIdentity {
  run: string;
  eventId: string;
  parameters: RunParameters;
  strategy: StrategyView;
}

/** Everything that a run's evidence says. Pure: the same evidence gives the same result. */
export function judge(identity: RunIdentity, evidence: Evidence): RunResult {
  const { run, eventId, parameters, strategy } = identity;
  const findings = Object.values(checkers).flatMap((check) => check(evidence));
  const kinds = groupBy(findings, (finding) => finding.kind);
  const verdict = verdictOf(findings);
  const expected = expectedOf(strategy, parameters);
  return {
    run,
    eventId,
    ...parameters,
    guarantee: strategy.guarantee,
    verdict,
    expected,
    asExpected: verdict === expected,
    reasons: [...kinds.values()].map((ofKind) => reason(ofKind)),
    ...figures(evidence),
    soldTwice: kinds.get('double-sale')?.length ?? 0,
    inventory: inventoryIn(kinds),
    findings: [...kinds.values()].flatMap((ofKind) => ofKind.slice(0, FINDINGS_OF_A_KIND_MOST)),
    findingCounts: Object.fromEntries([...kinds].map(([kind, ofKind]) => [kind, ofKind.length])),
    story: storyOf(strategy, evidence, kinds.get('double-sale') ?? []),
  };
}

function expectedOf({ guarantee }: StrategyView, run: RunParameters): Verdict {
  if (!limitHolds(run)) return 'UNSAFE';
  return expectedVerdict(guarantee, run.replicas, run.guard, run.fault);
}

function reason(ofKind: readonly Finding[]): string {
  const more = ofKind.length - 1;
  return `${ofKind[0]?.text ?? ''}${more > 0 ? ` (and ${more} more like it)` : ''}`;
}

function inventoryIn(kinds: ReadonlyMap<Finding['kind'], Finding[]>): RunResult['inventory'] {
  if (kinds.has('counts-missing')) return 'silent';
  return kinds.has('counts-differ') ? 'differs' : 'agrees';
}

function figures(
  evidence: Evidence,
): Pick<
  RunResult,
  'attempts' | 'faultHits' | 'sold' | 'booked' | 'refused' | 'unknown' | 'winners' | 'losers'
> {
  const { operations } = evidence;
  const resolved = [...resolveAll(evidence).values()];
  const sections = [...foldBySection(evidence.ledger).values()];
  return {
    attempts: operations.reduce((sum, operation) => sum + operation.attempts, 0),
    faultHits: evidence.fault?.hits ?? null,
    sold: resolved.filter((outcome) => outcome === 'ok').length,
    booked: sections.reduce((sum, counts) => sum + counts.held + counts.booked, 0),
    refused: resolved.filter((outcome) => outcome === 'fail').length,
    unknown: resolved.filter((outcome) => outcome === 'unresolved').length,
    winners: latencyOf(operations.filter((operation) => operation.outcome === 'ok')),
    losers: latencyOf(operations.filter((operation) => operation.outcome === 'fail')),
  };
}

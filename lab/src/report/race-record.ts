import type { ClaimTrace, StrategyView } from '#contracts';
import type { Evidence } from '#checkers';
import type { RecordedRun } from '../experiment.js';
import type { Cell, CellRecord, PhaseName, SentMessage } from '../matrix/cell.js';
import type { RunResult } from '../result.js';
import type { RunParameters } from '../run-parameters.js';
import type { Again } from './html/cell-page.js';

const SERVER_ERROR = 500;

interface Beside {
  traces: { replica: string; traces: ClaimTrace[] }[];
  messages: readonly SentMessage[];
}

/** A race as the reports want it: a cell without strikes, with one phase, which is the fault's if there was one. */
export function raceRecord(run: RecordedRun, strategy: StrategyView, beside: Beside): CellRecord {
  const { result, evidence, epochUs } = run;
  const phase: PhaseName = result.fault === null ? 'quiet' : 'fault';
  const answers = evidence.operations.flatMap((operation) => operation.answers);
  const fromUs = evidence.operations[0]?.invokedAtUs ?? 0;
  const toUs = answers.reduce((most, { atUs }) => Math.max(most, atUs), fromUs);
  const cell = cellOf(result, strategy, evidence, phase);
  return { cell, evidence, phases: [{ name: phase, fromUs, toUs }], epochUs, ...beside };
}

function cellOf(result: RunResult, { labOnly }: StrategyView, evidence: Evidence, phase: PhaseName): Cell {
  const { operations } = evidence;
  const outcomes = (outcome: string): number => operations.filter((one) => one.outcome === outcome).length;
  const answers = operations.flatMap((operation) => operation.answers);
  const outages = answers.filter(({ status }) => status === null || status >= SERVER_ERROR).length;
  const available = answers.length === 0 ? null : 1 - outages / answers.length;
  const { strategy, guarantee, replicas, guard, seed, run, verdict, expected, asExpected, reasons } = result;
  const unknown = outcomes('unknown');
  return {
    ...{ strategy, guarantee, replicas, guard, seed, run, verdict, expected, asExpected, reasons, labOnly },
    ...{ fault: result.fault ?? 'none', strikes: 0, hits: result.faultHits ?? 0 },
    ...{ operations: operations.length, ok: outcomes('ok'), fail: outcomes('fail') },
    ...{ unknown, recovered: unknown - result.unknown, soldTwice: result.soldTwice },
    lost: result.findingCounts['lost-acknowledgement'] ?? 0,
    availability: { quiet: null, fault: null, healed: null, [phase]: available },
    ...{ winners: result.winners, losers: result.losers },
    longestAnswerMs: longestMs(operations),
    ...{ freeAgainMs: null, firstYesAfterHealMs: null, countsRightMs: null },
    ...{ findingCounts: result.findingCounts, findings: result.findings, story: result.story },
  };
}

/** From one answer to the next: a little too long, since the pause before a new try is in it. */
const longestMs = (operations: Evidence['operations']): number =>
  operations
    .flatMap(({ invokedAtUs, answers }) =>
      answers.map(({ atUs }, index) => atUs - (answers[index - 1]?.atUs ?? invokedAtUs)),
    )
    .reduce((most, us) => Math.max(most, us / 1_000), 0);

const FLAGS: Readonly<Partial<Record<keyof RunParameters, string>>> = {
  ...{ strategy: 'strategy', replicas: 'replicas', fault: 'fault', buyers: 'buyers', customers: 'customers' },
  ...{ seats: 'seats', basket: 'basket', any: 'any', quota: 'quota', guard: 'guard', isolation: 'isolation' },
  ...{ lockScope: 'lock-scope', lockTtlMs: 'lock-ttl-ms', maxPerCustomer: 'max-per-customer' },
  ...{ limitRule: 'limit-rule', workMs: 'work-ms', seed: 'seed' },
};

/** Every value is written down, so that a later change of what is usual changes nothing. */
export function raceAgain(result: RunResult): Again {
  const names = Object.keys(FLAGS) as (keyof RunParameters)[];
  const isGiven = (name: keyof RunParameters): boolean => {
    const value = result[name];
    if (name === 'limitRule') return result.maxPerCustomer !== null;
    return value !== null && value !== false;
  };
  const flags = names.filter(isGiven).map((name) => flagText(FLAGS[name] ?? name, result[name]));
  return {
    command: `npm run race -- ${flags.join(' ')}`,
    parameters: Object.fromEntries(names.map((name) => [name, result[name]])),
    matrix: null,
  };
}

function flagText(flag: string, value: string | number | boolean | null): string {
  if (value === true) return `--${flag}`;
  return String(value).includes(' ') ? `--${flag} '${String(value)}'` : `--${flag} ${String(value)}`;
}

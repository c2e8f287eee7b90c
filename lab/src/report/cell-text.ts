import type { Cell, PhaseName } from '../matrix/cell.js';
import type { Latency } from '../percentiles.js';
import { paint, paintVerdict } from './paint.js';
import { storyText } from './story-text.js';
import { expectedWords, msText, placeOf, shareText, timesOf, whyOf } from './verdict-words.js';
import { wrapped } from './exhibit-text.js';

const PHASES: readonly PhaseName[] = ['quiet', 'fault', 'healed'];

/** A cell for the terminal, in ten lines or so: the verdict, why, how, and in figures. */
export function cellText(cell: Cell): string {
  const fault = cell.fault === 'none' ? 'without a fault' : `under ${cell.fault}`;
  const what = `${paint('bold', cell.strategy)} ${fault}, ${placeOf(cell)}`;
  const expected = cell.asExpected ? `(${expectedWords(cell)})` : paint('red', `(${expectedWords(cell)})`);
  return [
    `  ${what}: ${paintVerdict(cell.verdict)} ${expected}`,
    wrapped(whyOf(cell)),
    ...(cell.story === null ? [] : [storyText(cell.story)]),
    figuresText(cell),
  ].join('\n');
}

function figuresText(cell: Cell): string {
  const { operations, ok, fail, unknown, recovered, strikes, hits, soldTwice, lost, availability } = cell;
  const struck = strikes === 0 ? timesOf(hits, 'hit') : `${hits} of ${timesOf(strikes, 'strike')} hit`;
  const unsure = unknown === 0 ? '0 unknown' : `${unknown} unknown, ${recovered} of them settled`;
  const shares = PHASES.filter((phase) => availability[phase] !== null).map(
    (phase) => `${phase} ${shareText(availability[phase])}`,
  );
  const lines = [
    `${operations} operations: ${ok} yes, ${fail} no, ${unsure} · ${struck} · sold twice ${soldTwice}, lost ${lost}`,
    `available: ${shares.join(', ')} · longest answer ${msText(cell.longestAnswerMs)}${recoveryText(cell)}`,
    `p50/p95: winners ${latencyText(cell.winners)}, losers ${latencyText(cell.losers)}`,
  ];
  return lines.map((line) => paint('dim', wrapped(line))).join('\n');
}

function recoveryText({ strikes, freeAgainMs, firstYesAfterHealMs, countsRightMs }: Cell): string {
  if (strikes === 0) return '';
  const times = [
    ['free again', freeAgainMs],
    ['first yes after healing', firstYesAfterHealMs],
    ['counts right', countsRightMs],
  ] as const;
  return ` · ${times.map(([what, ms]) => `${what} ${ms === null ? 'never' : msText(ms)}`).join(', ')}`;
}

const latencyText = ({ p50Ms, p95Ms }: Latency): string => `${msText(p50Ms)} / ${msText(p95Ms)}`;

import type { RunResult } from '../result.js';
import { paint, paintVerdict } from './paint.js';
import { storyText } from './story-text.js';
import { tableOf } from './table.js';

/** One run for the terminal: the verdict first, then why, then how. */
export function runText(result: RunResult, historyFile: string): string {
  const replicas = result.replicas === 1 ? '1 replica' : `${result.replicas} replicas`;
  const guard = result.guard ? 'guard on' : 'guard off';
  const fault = result.fault === null ? '' : `, ${result.fault} hit ${result.faultHits} times`;
  const what = `${paint('bold', result.strategy)}, ${replicas}, ${guard}${fault}`;
  const title = `${what}: ${paintVerdict(result.verdict)}`;
  const expected = result.asExpected ? '(as expected)' : `(expected ${result.expected})`;
  const history = paint('dim', `  history: ${historyFile}`);
  return [`  ${title} ${expected}`, tableOf([result]), ...whyText(result), history].join('\n\n');
}

/** Why, and how: nothing of a run that is safe. */
export function whyText({ reasons, story }: RunResult): string[] {
  const why = reasons.length > 0 ? [reasons.map((reason) => `  ${reason}`).join('\n')] : [];
  return story === null ? why : [...why, storyText(story)];
}

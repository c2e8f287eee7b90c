import type { Shown } from '../exhibiting.js';
import type { Figure, Scene } from '../exhibits/exhibit.js';
import { paint } from './paint.js';
import { storyText } from './story-text.js';
import { tableOf } from './table.js';

const WIDTH = 110;
const INDENT = '  ';

/** What an exhibit showed: the failure, the cure, and what it means when both were as expected. */
export function exhibitText({ name, exhibit, failure, cure }: Shown): string {
  const outcome = [
    failure.asExpected ? 'Failure caught' : 'The failure was not as expected',
    cure.asExpected ? 'cure held.' : 'the cure was not as expected.',
  ].join(', ');
  const holds = failure.asExpected && cure.asExpected;
  return [
    `${paint('bold', `exhibit ${name}`)}   ${exhibit.title}`,
    wrapped(exhibit.shows),
    sceneText('The failure', exhibit.failure.what, failure),
    sceneText('The cure', exhibit.cure.what, cure),
    ...(holds ? [paint('bold', wrapped(exhibit.means))] : []),
    `${INDENT}${paint(holds ? 'green' : 'red', outcome)}`,
  ].join('\n\n');
}

const sceneText = (title: string, what: string, scene: Scene): string =>
  [`${INDENT}${paint('bold', title)}: ${what}`, ...seenParts(scene)].join('\n\n');

/** The table of the runs, what was not as expected, the figures, and how a seat was sold twice. */
export function seenParts({ runs, figures }: Pick<Scene, 'runs' | 'figures'>): string[] {
  const parts: string[] = [];
  if (runs.length > 0) parts.push(tableOf(runs));
  const reasons = runs.filter(({ asExpected }) => !asExpected).flatMap((run) => run.reasons);
  if (reasons.length > 0) parts.push(reasons.map(wrapped).join('\n'));
  if (figures.length > 0) parts.push(figuresText(figures));
  const story = runs.find((run) => run.story !== null)?.story;
  if (story) parts.push(storyText(story));
  return parts;
}

function figuresText(figures: readonly Figure[]): string {
  const width = Math.max(...figures.map(({ name }) => name.length));
  const line = ({ name, value, unit }: Figure): string =>
    `${INDENT}${name.padEnd(width)}  ${[value, unit].join(' ')}`.trimEnd();
  return figures.map(line).join('\n');
}

export function wrapped(text: string): string {
  const lines = [INDENT];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    const longer = line === INDENT ? line + word : `${line} ${word}`;
    if (longer.length > WIDTH) lines.push(INDENT + word);
    else lines[lines.length - 1] = longer;
  }
  return lines.join('\n');
}

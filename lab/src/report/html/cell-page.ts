import type { CellRecord } from '../../matrix/cell.js';
import type { Story } from '../../story.js';
import { storyTitle } from '../story-text.js';
import { expectedWords, placeOf } from '../verdict-words.js';
import { cellFigures } from './cell-figures.js';
import type { Html } from './html.js';
import { html } from './html.js';
import { pageText } from './page.js';
import { timelineSection } from './timeline-section.js';
import { TIMELINE_STYLE } from './timeline-style.js';
import { verdictBanner } from './verdict-banner.js';

/** How a run is repeated, and what it was given. */
export interface Again {
  command: string;
  parameters: Readonly<Record<string, string | number | boolean | null>>;
  /** where the page of the whole matrix is, if it is part of one */
  matrix: string | null;
}

/** One run as one file: the verdict, how it came to it, when what happened, in figures, and how to see it again. */
export function cellHtml(record: CellRecord, again: Again): string {
  const { cell } = record;
  const name = `${cell.strategy} ${cell.fault === 'none' ? 'without a fault' : `under ${cell.fault}`}`;
  return pageText({
    title: `${cell.verdict}: ${name}`,
    style: TIMELINE_STYLE,
    head: html`<p class="kicker">
        lastseat${upLink(again)} · ${placeOf(cell)} · guarantee:
        ${cell.guarantee}${cell.labOnly ? ' · wrong on purpose' : ''}
      </p>
      <h1>${name}</h1>
      ${verdictBanner(cell)}`,
    main: html`${cell.story === null ? null : storySection(cell.story)}${timelineSection(record)}
      <section id="figures">
        <h2>Figures</h2>
        ${cellFigures(cell)}
      </section>
      ${findingsSection(record)}${againSection(record, again)}`,
    foot: html`Run ${cell.run}, ${expectedWords(cell)}. Times of clients are the driver's monotonic clock;
    rows and commits are PostgreSQL's clock, laid beside it. This file fetches nothing and runs nothing.`,
  });
}

const upLink = ({ matrix }: Again): Html | null =>
  matrix === null ? null : html` · <a href="${matrix}">the whole matrix</a>`;

function storySection(story: Story): Html {
  const writes = story.steps.filter(({ does }) => does.startsWith('writes'));
  const second = writes.at(-1);
  return html`<section id="counterexample">
    <h2>${storyTitle(story)}</h2>
    <p class="soft">It ${story.mechanism}.</p>
    <ol class="steps">
      ${story.steps.map((step, index) => stepItem(step, index + 1, step === second))}
    </ol>
  </section>`;
}

const stepItem = (step: Story['steps'][number], number: number, isSecond: boolean): Html =>
  html`<li${isSecond ? html` class="twice"` : null}><span class="pin" aria-hidden="true">${number}</span>
<span class="at">${step.atMs.toFixed(1)} ms</span><span class="replica">${step.replica}</span>
<span class="who">${step.customer}</span><span class="does">${step.does}</span>
<span class="answer">${step.answered}</span></li>`;

function findingsSection({ cell }: CellRecord): Html | null {
  if (cell.findings.length === 0) return null;
  const counts = Object.entries(cell.findingCounts).map(([kind, count]) => `${kind}: ${count}`);
  return html`<section id="findings">
    <h2>What the checkers found</h2>
    <p class="soft">${counts.join(' · ')}</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Findings">
      <table class="listed">
        <thead>
          <tr>
            <th scope="col">finding</th>
            <th scope="col">implies</th>
            <th scope="col">what</th>
          </tr>
        </thead>
        <tbody>
          ${cell.findings.map(
            (one) =>
              html`<tr>
                <th scope="row">${one.kind}</th>
                <td class="${one.implies}">${one.implies}</td>
                <td>${one.text}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

function againSection({ cell }: CellRecord, { command, parameters }: Again): Html {
  const given = Object.entries({ seed: cell.seed, ...parameters });
  return html`<section id="again">
    <h2>See it again</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Command"><pre>${command}</pre></div>
    <details>
      <summary>Parameters</summary>
      <div class="scroll">
        <table class="listed">
          <tbody>
            ${given.map(
              ([key, value]) =>
                html`<tr>
                  <th scope="row">${key}</th>
                  <td>${value === null ? '–' : String(value)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>
  </section>`;
}

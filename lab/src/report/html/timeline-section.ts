import type { CellRecord } from '../../matrix/cell.js';
import type { Lane, Mark, Span, Timeline } from '../timeline/model.js';
import type { Scope } from '../timeline/scope.js';
import { focusOf } from '../timeline/scope.js';
import { timelineOf } from '../timeline/timeline.js';
import { timesOf } from '../verdict-words.js';
import type { Html } from './html.js';
import { html } from './html.js';
import { overviewSvg } from './overview-svg.js';
import { timelineSvg } from './timeline-svg.js';

/** The table is for who cannot see the picture; the trace file has the rest. */
const ROWS_MOST = 120;

export function timelineSection(record: CellRecord): Html {
  const scope = focusOf(record);
  const timeline = timelineOf(record, scope);
  const { story } = record.cell;
  const what = scope.seat === null ? 'the whole sale' : `seat ${scope.seat}`;
  return html`<section id="timeline">
    <h2>Timeline of ${what}</h2>
    <p class="note">${zeroText(record)} ${leftOutText(scope)}</p>
    <div class="scroll" tabindex="0" role="region" aria-label="All answers of the run">
      ${overviewSvg(record, timeline)}
    </div>
    <div class="scroll" style="margin-top:12px" tabindex="0" role="region" aria-label="Timeline of ${what}">
      ${timelineSvg(timeline, story, record.epochUs)}
    </div>
    ${LEGEND}${tableOf(timeline)}
  </section>`;
}

const zeroText = ({ cell }: CellRecord): string =>
  cell.story === null
    ? 'The first picture is the whole run, the second all that happened to one seat.'
    : 'The first picture is the whole run, the second the counterexample from 0 ms on: numbers are its steps.';

function leftOutText({ leftOut: { clients, seats } }: Scope): string {
  const left = [
    ...(clients === 0 ? [] : [`${timesOf(clients, 'other client')} of this seat`]),
    ...(seats === 0 ? [] : [timesOf(seats, 'other seat')]),
  ];
  return left.length === 0 ? '' : `Not drawn: ${left.join(', and ')}.`;
}

const swatch = (name: string): Html =>
  html`<svg class="scroll-not" viewBox="0 0 26 12" aria-hidden="true">
    <rect class="${name}" width="26" height="12" rx="3" />
  </svg>`;
const LEGEND = html`<ul class="legend">
  <li>${swatch('section yes')} critical section</li>
  <li>${swatch('section no')} that did not sell</li>
  <li>${swatch('section overlap')} two at once, and both sold</li>
  <li>${swatch('section beside')} two at once, at most one sold</li>
  <li>${swatch('request')} request</li>
  <li>${swatch('lease')} lease is good</li>
  <li>${swatch('count-yes')} ● yes</li>
  <li>${swatch('count-no')} × no</li>
  <li>${swatch('count-retry')} ○ try again</li>
  <li>${swatch('count-unknown')} ◆ no answer</li>
  <li>▸ vote</li>
  <li>v1 version written</li>
  <li>✓ applied</li>
</ul>`;

function tableOf(timeline: Timeline): Html {
  const rows = timeline.lanes
    .flatMap((lane) =>
      lane.tracks.flatMap(({ spans, marks }) => [...spans, ...marks].map((one) => ({ lane, one }))),
    )
    .toSorted((a, b) => startOf(a.one) - startOf(b.one));
  const more = rows.length - ROWS_MOST;
  return html`<details>
    <summary>The timeline as a table</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="The timeline as a table">
      <table class="listed">
        <thead>
          <tr>
            <th scope="col">from</th>
            <th scope="col">lasts</th>
            <th scope="col">where</th>
            <th scope="col">what</th>
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, ROWS_MOST).map(({ lane, one }) => rowOf(lane, one, timeline.fromUs))}
        </tbody>
      </table>
    </div>
    ${more > 0 ? html`<p class="note">And ${more} more, in the trace file.</p>` : null}
  </details>`;
}

const startOf = (one: Span | Mark): number => ('atUs' in one ? one.atUs : one.fromUs);
const ms = (us: number): string => `${(us / 1_000).toFixed(1)} ms`;
const rowOf = (lane: Lane, one: Span | Mark, zeroUs: number): Html =>
  html`<tr>
    <td class="number">${ms(startOf(one) - zeroUs)}</td>
    <td class="number">${'atUs' in one ? '' : ms(one.toUs - one.fromUs)}</td>
    <th scope="row">${lane.name}</th>
    <td>${one.tells}</td>
  </tr>`;

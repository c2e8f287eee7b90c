import type { Latency } from '../../percentiles.js';
import type { Cell, PhaseName } from '../../matrix/cell.js';
import { msText, shareText, timesOf } from '../verdict-words.js';
import type { Html } from './html.js';
import { asIs, html } from './html.js';

const PHASES: readonly PhaseName[] = ['quiet', 'fault', 'healed'];
/** Below it a bar is not green any more. */
const AVAILABLE_SHARE_LEAST = 0.99;

/** Every figure that a cell has, in order of how much it says. */
export function cellFigures(cell: Cell): Html {
  const { soldTwice, lost, operations, ok, fail, unknown, recovered } = cell;
  return html`<div class="cards">
      ${latencyCards(cell)}${availabilityCard(cell)}${cell.strikes === 0 ? null : recoveryCard(cell)}
    </div>
    <dl class="facts">
      ${fact('sold twice', String(soldTwice), soldTwice > 0)}${fact('yes, and then lost', String(lost), lost > 0)}
      ${fact('operations', String(operations))}${fact('yes', String(ok))}${fact('no', String(fail))}
      ${fact('unknown', unknown === 0 ? '0' : `${unknown}, ${recovered} settled later`)}
      ${fact('hits of the fault', hitsText(cell))}${fact('longest answer', msText(cell.longestAnswerMs))}
    </dl>`;
}

/** What only a run with strikes has: a race has no holder that is hit, and nothing that heals. */
const recoveryCard = ({ freeAgainMs, firstYesAfterHealMs, countsRightMs }: Cell): Html => {
  const row = (what: string, ms: number | null): Html =>
    html`<tr>
      <th scope="row">${what}</th>
      <td class="number">${ms === null ? 'never' : msText(ms)}</td>
    </tr>`;
  return html`<div class="card">
    <h3>How long until</h3>
    <table class="bars words">
      ${row("another got the holder's seat", freeAgainMs)}
      ${row('the first yes after healing', firstYesAfterHealMs)}
      ${row('counts were right again', countsRightMs)}
    </table>
  </div>`;
};

const fact = (name: string, value: string, isBad = false): Html =>
  html`<div${isBad ? html` class="bad"` : null}><dt>${name}</dt><dd>${value}</dd></div>`;

const hitsText = ({ hits, strikes }: Cell): string =>
  strikes === 0 ? String(hits) : `${hits} in ${timesOf(strikes, 'strike')}`;

function latencyCards({ winners, losers }: Cell): Html {
  const most = Math.max(1, winners.maxMs ?? 0, losers.maxMs ?? 0);
  const card = (who: string, { p50Ms, p95Ms, maxMs }: Latency): Html =>
    html`<div class="card">
      <h3>${who}</h3>
      <table class="bars">
        ${barRow('half within', p50Ms, most)}${barRow('95 % within', p95Ms, most)}${barRow('longest', maxMs, most)}
      </table>
    </div>`;
  return html`${card('Who got the seat, waited', winners)}${card('Who did not, waited', losers)}`;
}

const barRow = (name: string, ms: number | null, most: number): Html =>
  html`<tr>
    <th scope="row">${name}</th>
    <td>${bar(ms === null ? 0 : ms / most, '')}</td>
    <td class="number">${msText(ms)}</td>
  </tr>`;

function availabilityCard(cell: Cell): Html {
  const shown = PHASES.filter((phase) => cell.strikes > 0 || cell.availability[phase] !== null);
  const row = (phase: PhaseName): Html => {
    const share = cell.availability[phase];
    const tone = (share ?? 1) < AVAILABLE_SHARE_LEAST ? 'weak' : 'good';
    return html`<tr>
      <th scope="row">${phase}</th>
      <td>${bar(share ?? 0, tone)}</td>
      <td class="number">${share === null ? 'nobody asked' : shareText(share)}</td>
    </tr>`;
  };
  return html`<div class="card">
    <h3>Available</h3>
    <table class="bars">
      ${shown.map(row)}
    </table>
    <p class="note">Of all answers, how many were a yes or an honest no, and no outage.</p>
  </div>`;
}

const bar = (share: number, tone: string): Html =>
  share === 0
    ? html`<span class="bar"></span>`
    : html`<span class="bar"
        ><i class="${tone}" style="${asIs(`--share:${(share * 100).toFixed(1)}%`)}"></i
      ></span>`;

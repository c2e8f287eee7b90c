import type { Cell } from '../../matrix/cell.js';
import { VERDICT_WORDS, expectedWords, whyOf } from '../verdict-words.js';
import type { Html } from './html.js';
import { html } from './html.js';

/** The answer before anything else: the word, its symbol, whether it was expected, and why in a sentence. */
export const verdictBanner = (cell: Cell): Html =>
  html`<div class="verdict v-${cell.verdict}">
    <span class="symbol" aria-hidden="true">${VERDICT_WORDS[cell.verdict].symbol}</span>
    <div>
      <p class="word">${cell.verdict} ${expectation(cell)}</p>
      <p class="why">${whyOf(cell)}</p>
    </div>
  </div>`;

const expectation = (cell: Cell): Html =>
  html`<span class="expected${cell.asExpected ? '' : ' differs'}">${expectedWords(cell)}</span>`;

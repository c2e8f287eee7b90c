import { groupBy } from '../../group-by.js';
import type { Cell, MatrixRun } from '../../matrix/cell.js';
import type { MatrixTable } from '../matrix-table.js';
import { cellAnchor, cellName, exampleLine, headlineOf, matrixTable } from '../matrix-table.js';
import { expectedWords, whyOf } from '../verdict-words.js';
import type { Html } from './html.js';
import { html } from './html.js';
import type { LinkOf } from './matrix-grid.js';
import { keys, linkTo, matrixGrid, runsTable } from './matrix-grid.js';
import { MATRIX_STYLE } from './matrix-style.js';
import { pageText } from './page.js';

/** All verdicts on one page, each a link to how it came about; differences first. */
export function matrixHtml(runs: readonly MatrixRun[], linkOf: LinkOf): string {
  const table = matrixTable(runs);
  return pageText({
    title: `lastseat: ${headlineOf(table)}`,
    style: MATRIX_STYLE,
    head: html`<p class="kicker">lastseat</p>
      <h1>Which strategy survives which fault</h1>
      ${banner(table)}`,
    main: html`${differencesSection(table, linkOf)}
      <section id="matrix">
        <h2>Strategy × fault</h2>
        <p class="soft">
          Each cell is one event, sold by one strategy while one fault was injected. It links to its run.
        </p>
        ${matrixGrid(table, linkOf)}${keys()}
      </section>
      ${examplesSection(table, linkOf)}
      <section id="runs">
        <h2>Runs</h2>
        ${runsTable(table)}
      </section>`,
    foot: html`This file fetches nothing and runs nothing. How the lab comes to a verdict: docs/lab.md.`,
  });
}

function banner(table: MatrixTable): Html {
  const { cells, differences } = table;
  const [verdict, symbol, word] =
    cells.length === 0
      ? ['INCONCLUSIVE', '?', 'NOTHING RAN']
      : differences.length === 0
        ? ['SAFE', '✓', 'AS EXPECTED']
        : ['UNSAFE', '≠', 'NOT AS EXPECTED'];
  return html`<div class="verdict v-${verdict}">
    <span class="symbol" aria-hidden="true">${symbol}</span>
    <div>
      <p class="word">${word}</p>
      <p class="why">${headlineOf(table)}</p>
    </div>
  </div>`;
}

function differencesSection({ differences }: MatrixTable, linkOf: LinkOf): Html | null {
  if (differences.length === 0) return null;
  return html`<section class="differences" id="differences">
    <h2>What differs</h2>
    <ul>
      ${differences.map(
        (cell) =>
          html`<li>
            <a href="${linkTo(cell, linkOf)}">${cellName(cell)}</a>:
            <strong class="${cell.verdict}">${cell.verdict}</strong>, ${expectedWords(cell)}. ${whyOf(cell)}
          </li>`,
      )}
    </ul>
  </section>`;
}

function examplesSection({ cells }: MatrixTable, linkOf: LinkOf): Html | null {
  const unsafe = groupBy(
    cells.filter(({ verdict }) => verdict === 'UNSAFE'),
    ({ strategy }) => strategy,
  );
  if (unsafe.size === 0) return null;
  return html`<section id="counterexamples" class="examples">
    <h2>Counterexamples</h2>
    <p class="soft">The shortest that was seen in each unsafe cell.</p>
    ${[...unsafe].map(
      ([strategy, own]) =>
        html`<details>
          <summary>${strategy}, ${own.length}</summary>
          <div class="scroll">
            <table class="listed">
              <tbody>
                ${own.map((cell) => exampleRow(cell, linkOf))}
              </tbody>
            </table>
          </div>
        </details>`,
    )}
  </section>`;
}

const exampleRow = (cell: Cell, linkOf: LinkOf): Html =>
  html`<tr id="${cellAnchor(cell)}">
    <th scope="row"><a href="${linkTo(cell, linkOf)}">${cellName(cell)}</a></th>
    <td>${exampleLine(cell)}</td>
  </tr>`;

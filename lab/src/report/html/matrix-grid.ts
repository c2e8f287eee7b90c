import type { Cell } from '../../matrix/cell.js';
import type { MatrixColumn, MatrixRow, MatrixTable } from '../matrix-table.js';
import { cellName, columnText } from '../matrix-table.js';
import { VERDICTS, VERDICT_WORDS, expectedWords } from '../verdict-words.js';
import type { Html } from './html.js';
import { html } from './html.js';

/** Where a cell's own page is, as seen from the matrix. */
export type LinkOf = (cell: Cell) => string;

/** To the counterexample at once, where there is one. */
export const linkTo = (cell: Cell, linkOf: LinkOf): string =>
  `${linkOf(cell)}${cell.story === null ? '' : '#counterexample'}`;

export const matrixGrid = (table: MatrixTable, linkOf: LinkOf): Html =>
  html`${filters(table)}
    <div class="scroll" tabindex="0" role="region" aria-label="Verdicts, strategy by fault">
      <table class="matrix">
        <caption class="unseen">
          Each strategy in a row, each fault in a column; a cell links to its run.
        </caption>
        <thead>
          <tr>
            <th scope="col">strategy</th>
            ${table.columns.map(columnHead)}
          </tr>
        </thead>
        ${part(null, false, table, linkOf)}${part('wrong on purpose', true, table, linkOf)}
      </table>
    </div>`;

const columnHead = ({ fault, where }: MatrixColumn): Html =>
  html`<th scope="col">
    <span>${fault}${where === null ? null : html` <span class="where">${where}</span>`}</span>
  </th>`;

function part(title: string | null, labOnly: boolean, table: MatrixTable, linkOf: LinkOf): Html | null {
  const rows = table.rows.filter((row) => row.labOnly === labOnly);
  if (rows.length === 0) return null;
  const heading =
    title === null
      ? null
      : html`<tr class="part">
          <th colspan="${table.columns.length + 1}" scope="rowgroup">${title}</th>
        </tr>`;
  return html`<tbody>
    ${heading}${rows.map((row) => gridRow(row, table, linkOf))}
  </tbody>`;
}

function gridRow({ strategy, cells }: MatrixRow, { columns }: MatrixTable, linkOf: LinkOf): Html {
  const guarantee = cells.find((cell) => cell !== null)?.guarantee.replace('-', ' ') ?? '';
  const shown = cells.map((cell, index) =>
    cell === null ? emptyCell(columns[index]?.run.skipped ?? null) : gridCell(cell, linkOf),
  );
  return html`<tr>
    <th scope="row">${strategy}<small>${guarantee}</small></th>
    ${shown}
  </tr> `;
}

const emptyCell = (why: string | null): Html =>
  html`<td>
    <span class="none" title="${why ?? 'not run'}">–<span class="unseen">${why ?? 'not run'}</span></span>
  </td>`;

function gridCell(cell: Cell, linkOf: LinkOf): Html {
  const { verdict, asExpected } = cell;
  const { symbol, short } = VERDICT_WORDS[verdict];
  const name = `${cellName(cell)}: ${verdict}, ${expectedWords(cell)}`;
  return html`<td class="is-${verdict}${asExpected ? '' : ' is-differs'}">
    <a class="v-${verdict}" href="${linkTo(cell, linkOf)}" title="${name}" aria-label="${name}"
      ><span class="symbol">${symbol}</span>${short}</a
    >
  </td>`;
}

function filters({ counts, cells, differences }: MatrixTable): Html {
  const choice = (name: string, shown: Html, count: number, isFirst = false): Html =>
    html`<input type="radio" name="show" id="show-${name}" ${isFirst ? html` checked` : null} />
      <label for="show-${name}">${shown} <span class="count">${count}</span></label>`;
  const words = VERDICTS.map((one) =>
    choice(one, html`<b class="${one}">${VERDICT_WORDS[one].symbol} ${one.toLowerCase()}</b>`, counts[one]),
  );
  return html`<fieldset class="filters">
    <legend>Show</legend>
    ${choice('all', html`<b>all</b>`, cells.length, true)}
    ${words}${choice('differs', html`<b>≠ not as expected</b>`, differences.length)}
  </fieldset>`;
}

export const keys = (): Html =>
  html`<ul class="keys">
    ${VERDICTS.map(
      (one) =>
        html`<li><b class="${one}">${VERDICT_WORDS[one].symbol} ${one}</b> ${VERDICT_WORDS[one].means}</li>`,
    )}
    <li><b>≠</b> another verdict was expected</li>
  </ul>`;

export const runsTable = ({ columns }: MatrixTable): Html =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="Runs">
    <table class="listed">
      <thead>
        <tr>
          <th scope="col">run</th>
          <th scope="col">what is done</th>
          <th scope="col" class="number">strikes</th>
          <th scope="col" class="number">seed</th>
          <th scope="col" class="number">took</th>
          <th scope="col">when</th>
        </tr>
      </thead>
      <tbody>
        ${columns.map(runRow)}
      </tbody>
    </table>
  </div>`;

function runRow(column: MatrixColumn): Html {
  const { run } = column;
  const commit = run.commit === null ? '' : `, commit ${run.commit.slice(0, 10)}`;
  return html`<tr>
    <th scope="row">${columnText(column)}</th>
    <td>${run.does}${run.skipped === null ? null : html` <strong>Not run: ${run.skipped}</strong>`}</td>
    <td class="number">${run.strikes}</td>
    <td class="number">${run.seed}</td>
    <td class="number">${(run.tookMs / 1_000).toFixed(0)} s</td>
    <td>${run.startedAt.slice(0, 16).replace('T', ' ')}${commit}</td>
  </tr>`;
}

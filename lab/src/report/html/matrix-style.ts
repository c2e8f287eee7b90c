import { VERDICTS } from '../verdict-words.js';

/** A choice dims what was not chosen: no script, and a reader of the whole table loses nothing. */
const FILTERS = [...VERDICTS, 'differs']
  .map((name) => `body:has(#show-${name}:checked) .matrix td:not(.is-${name}) { opacity: 0.1; }`)
  .join('\n');

export const MATRIX_STYLE = `
main, header, footer { max-width: 1480px; }
.filters { display: flex; flex-wrap: wrap; gap: 8px; border: 0; margin: 0 0 16px; padding: 0; }
.filters legend { padding: 0; margin-bottom: 8px; color: var(--soft); font-size: 14px; }
.filters input { position: absolute; opacity: 0; }
.filters label { border: 1px solid var(--line); background: var(--sheet); border-radius: 999px; padding: 5px 14px;
  font-size: 14px; cursor: pointer; }
.filters label b { font-weight: 650; } .filters label .count { color: var(--soft); margin-left: 4px; }
.filters input:checked + label { background: var(--ink); color: var(--sheet); border-color: var(--ink); }
.filters input:checked + label * { color: inherit; }
.filters input:focus-visible + label { outline: 3px solid var(--link); outline-offset: 2px; }
.matrix { font-size: 13px; border-collapse: separate; border-spacing: 3px; padding: 8px; }
.matrix thead th { vertical-align: bottom; font-weight: 500; padding: 10px 2px 8px; text-align: center; }
.matrix thead th > span { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap;
  display: inline-block; }
.matrix thead th .where { color: var(--soft); font-weight: 400; }
.matrix thead th:first-child { color: var(--soft); text-align: left; padding-left: 8px; }
.matrix tbody th { position: sticky; left: 0; background: var(--sheet); font-weight: 500; white-space: nowrap;
  padding: 0 14px 0 8px; z-index: 1; }
.matrix tbody th small { display: block; color: var(--soft); font-weight: 400; font-size: 11px; line-height: 1.2; }
.matrix .part th { padding: 14px 8px 4px; color: var(--soft); font-weight: 600; font-size: 12px; }
.matrix td { padding: 0; min-width: 51px; height: 44px; transition: opacity 0.15s; }
.matrix td a, .matrix td .none { display: grid; place-content: center; justify-items: center; height: 44px;
  border-radius: 7px; text-decoration: none; line-height: 1.2; font-size: 10.5px; }
.matrix td a .symbol { font-size: 15px; font-weight: 700; }
.matrix td a.v-SAFE { font-weight: 400; } .matrix td a.v-UNSAFE { font-weight: 700; }
.matrix td a:hover { box-shadow: 0 0 0 2px currentColor; }
.matrix td.is-differs a { box-shadow: 0 0 0 3px var(--unsafe); position: relative; }
.matrix td.is-differs a::after { content: "≠"; position: absolute; top: -7px; right: -5px; width: 17px; height: 17px;
  border-radius: 50%; background: var(--unsafe); color: var(--sheet); text-align: center;
  font: 700 12px/17px system-ui; }
.matrix .none { color: var(--soft); background: var(--faint); }
.keys { display: grid; grid-template-columns: repeat(auto-fit, minmax(250px, 1fr)); gap: 8px 24px; margin: 16px 0 0;
  padding: 0; list-style: none; font-size: 14px; color: var(--soft); }
.keys b { white-space: nowrap; }
.differences { border: 2px solid var(--unsafe); border-radius: 12px; padding: 20px 24px; }
.differences h2 { color: var(--unsafe); } .differences li { margin: 6px 0; }
.examples summary { font-size: 15px; } .examples td { max-width: 80ch; }
${FILTERS}
@media (max-width: 600px) { .matrix tbody th small { display: none; }
  .matrix tbody th { padding: 0 8px 0 4px; font-size: 12px; max-width: 118px; white-space: normal; } }
@media print { .matrix td { opacity: 1 !important; } .filters { display: none; } .matrix { zoom: 0.75; }
  @page { size: landscape; } }
`;

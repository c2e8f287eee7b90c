/** What every page has. */
export const PAGE_STYLE = `
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body {
  margin: 0; background: var(--paper); color: var(--ink); font-variant-numeric: tabular-nums;
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
main, header, footer { max-width: 1200px; margin: 0 auto; padding: 0 clamp(16px, 4vw, 40px); }
header { padding-top: 40px; }
main { padding-bottom: 24px; }
footer { padding-top: 20px; padding-bottom: 48px; color: var(--soft); font-size: 14px; }
h1 { font-size: clamp(28px, 5vw, 40px); line-height: 1.15; letter-spacing: -0.02em; margin: 6px 0 0; font-weight: 650; }
h2 { font-size: 21px; line-height: 1.3; letter-spacing: -0.01em; margin: 0 0 6px; font-weight: 650; }
h3 { font-size: 15px; margin: 0 0 8px; font-weight: 600; }
p { margin: 0 0 12px; max-width: 76ch; }
a { color: var(--link); text-underline-offset: 3px; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -999px; top: 8px; background: var(--sheet); padding: 8px 14px; z-index: 9; }
.skip:focus { left: 8px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.kicker { margin: 0; color: var(--soft); font-size: 14px; }
.soft { color: var(--soft); }
section { margin-top: 44px; }
.note { color: var(--soft); font-size: 14px; }
.scroll { position: relative; overflow-x: auto; background: var(--sheet); border: 1px solid var(--line);
  border-radius: 12px; }
code, pre { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace; font-size: 0.9em; }
pre { margin: 0; padding: 14px 18px; white-space: pre-wrap; overflow-wrap: anywhere; }
table { border-collapse: collapse; }
th { text-align: left; font-weight: 600; }
details > summary { cursor: pointer; color: var(--link); padding: 10px 0; width: fit-content; }
.verdict { display: flex; gap: 20px; align-items: center; margin: 26px 0 0; padding: 20px 24px; border-radius: 14px; }
.verdict p { margin: 0; }
.verdict .symbol { font-size: 34px; line-height: 1; font-weight: 700; width: 1.1em; text-align: center; flex: none; }
.verdict .word { font-size: 24px; line-height: 1.2; font-weight: 700; letter-spacing: 0.02em; }
.verdict .why { color: var(--ink); margin-top: 4px; }
.expected { font-size: 14px; font-weight: 500; letter-spacing: 0; white-space: nowrap; color: var(--soft); }
.differs { background: var(--unsafe); color: var(--sheet); border-radius: 6px; padding: 2px 8px; font-weight: 700; }
.SAFE { color: var(--safe); } .v-SAFE { background: var(--safe-paper); color: var(--safe); }
.UNSAFE { color: var(--unsafe); } .v-UNSAFE { background: var(--unsafe-paper); color: var(--unsafe); }
.UNAVAILABLE { color: var(--unavailable); }
.v-UNAVAILABLE { background: var(--unavailable-paper); color: var(--unavailable); }
.INCONCLUSIVE { color: var(--inconclusive); }
.v-INCONCLUSIVE { background: var(--inconclusive-paper); color: var(--inconclusive); }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(230px, 1fr)); gap: 1px; margin: 0;
  background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
.facts div { padding: 12px 16px; box-shadow: 0 0 0 1px var(--line); }
.facts dt { color: var(--soft); font-size: 13px; }
.facts dd { margin: 0; font-size: 20px; font-weight: 600; letter-spacing: -0.01em; }
.facts .bad dd { color: var(--unsafe); }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(250px, 1fr)); gap: 16px; margin-bottom: 20px; }
.card { background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; padding: 18px 20px; }
.card p { margin: 0; }
.bars { width: 100%; font-size: 14px; }
.bars th, .bars td { padding: 5px 0; vertical-align: middle; }
.bars th { font-weight: 400; white-space: nowrap; padding-right: 14px; width: 1%; }
.bars .group th { font-weight: 600; padding-top: 10px; }
.bars.words th { white-space: normal; width: auto; }
.bars .number { text-align: right; white-space: nowrap; padding-left: 14px; width: 1%; }
.bar { display: block; height: 10px; border-radius: 5px; background: var(--faint); }
.bar i { display: block; height: 100%; width: var(--share); min-width: 2px; border-radius: 5px;
  background: var(--held); }
.bar .good { background: var(--safe); } .bar .weak { background: var(--unavailable); }
.listed { font-size: 14px; width: 100%; }
.listed th, .listed td { padding: 6px 16px; border-top: 1px solid var(--line); vertical-align: top; }
.listed thead th { border-top: 0; color: var(--soft); font-weight: 500; white-space: nowrap; }
.listed tbody th { font-weight: 500; white-space: nowrap; }
.listed .number { text-align: right; white-space: nowrap; }
@media (max-width: 600px) {
  header { padding-top: 24px; } section { margin-top: 34px; }
  .verdict { padding: 16px; gap: 14px; align-items: flex-start; } .cards { grid-template-columns: 1fr; }
  .facts { grid-template-columns: repeat(2, 1fr); }
}
@media print {
  body { font-size: 12px; } section { break-inside: avoid; margin-top: 20px; } .scroll { overflow: visible; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } .skip, .filters, details { display: none; }
}
`;

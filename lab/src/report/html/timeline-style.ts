/** The pictures of a run, and the steps beside them. */
export const TIMELINE_STYLE = `
.steps { list-style: none; margin: 16px 0 0; padding: 0; background: var(--sheet); border: 1px solid var(--line);
  border-radius: 12px; overflow: hidden; }
.steps li { display: grid; grid-template-columns: 34px 92px 110px 130px 1fr auto; gap: 0 14px; padding: 9px 18px;
  border-top: 1px solid var(--line); align-items: baseline; }
.steps li:first-child { border-top: 0; }
.steps .pin { background: var(--ink); color: var(--sheet); border-radius: 50%; width: 24px; height: 24px; flex: none;
  font-size: 13px; font-weight: 650; display: grid; place-items: center; }
.steps .at { text-align: right; color: var(--soft); white-space: nowrap; }
.steps .who { font-weight: 600; }
.steps .answer { color: var(--soft); white-space: nowrap; }
.steps .twice { background: var(--unsafe-paper); }
.steps .twice .pin { background: var(--unsafe); }
.scroll svg { display: block; min-width: 900px; width: 100%; height: auto; padding: 6px 0; }
svg text { font-family: inherit; font-size: 12px; fill: var(--ink); }
svg .soft { fill: var(--soft); }
svg .group { fill: var(--soft); font-size: 11px; letter-spacing: 0.06em; text-transform: uppercase; }
svg .grid { stroke: var(--line); stroke-width: 1; }
svg .lane { stroke: var(--line); stroke-width: 1; stroke-dasharray: 1 4; }
svg .band-quiet { fill: none; }
svg .band-fault { fill: var(--fault-band); } svg .band-healed { fill: var(--healed-band); }
svg .operation { fill: var(--line); }
svg .operation.yes { fill: var(--safe); opacity: 0.45; } svg .operation.no { fill: var(--soft); opacity: 0.35; }
svg .operation.open { fill: var(--inconclusive); opacity: 0.5; }
svg .request { fill: var(--held-paper); }
svg .section { fill: var(--held); } svg .section.no { fill: var(--soft); opacity: 0.75; }
svg .section.overlap { fill: url(#overlap); stroke: var(--unsafe-stripe); }
svg .section.beside { fill: url(#beside); stroke: var(--beside); }
svg .stripe-under { fill: var(--unsafe); } svg .stripe { stroke: var(--unsafe-stripe); stroke-width: 5; }
svg .stripe-beside { stroke: var(--beside); stroke-width: 3; } svg .beside-under { fill: var(--sheet); }
svg .inside { fill: var(--sheet); font-weight: 600; paint-order: stroke; }
svg .inside.overlap { stroke: var(--unsafe-stripe); stroke-width: 3px; fill: #ffffff; }
svg .inside.beside { fill: var(--ink); stroke: var(--sheet); stroke-width: 4px; }
svg .lease { fill: var(--lease); } svg .redis-lease { fill: var(--lease); opacity: 0.3; }
svg .transaction { fill: var(--held); opacity: 0.35; } svg .message { fill: var(--soft); opacity: 0.3; }
svg .answer.yes { fill: var(--safe); } svg .answer.no { fill: var(--soft); }
svg .answer.open { fill: var(--inconclusive); }
svg .answer.plain { fill: none; stroke: var(--soft); stroke-width: 1.5; }
svg .commit { fill: var(--held); } svg .vote { fill: var(--lease); } svg .applied { fill: var(--soft); }
svg .pin-line { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 3 3; opacity: 0.55; }
svg .pin { fill: var(--ink); } svg .pin-text { fill: var(--sheet); font-weight: 650; font-size: 11px; }
svg .count-yes { fill: var(--safe); } svg .count-no { fill: var(--soft); opacity: 0.55; }
svg .count-retry { fill: var(--unavailable); opacity: 0.75; } svg .count-unknown { fill: var(--inconclusive); }
svg .window { fill: none; stroke: var(--ink); stroke-width: 1.5; }
.legend { display: flex; flex-wrap: wrap; gap: 6px 22px; margin: 12px 0 0; padding: 0; list-style: none;
  color: var(--soft); font-size: 13px; }
.legend li { display: flex; gap: 8px; align-items: center; }
.legend .scroll-not { min-width: 0; width: 26px; height: 12px; padding: 0; }
@media (max-width: 760px) {
  .steps li { grid-template-columns: 30px 1fr auto; padding: 10px 14px; }
  .steps .pin { grid-row: span 3; } .steps .at { text-align: left; } .steps .who, .steps .does { grid-column: 2 / -1; }
  .steps .replica { text-align: right; } .steps .answer { grid-column: 2 / -1; }
}
`;

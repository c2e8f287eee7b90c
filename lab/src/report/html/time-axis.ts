import type { Html } from './html.js';
import { html } from './html.js';

/** Pictures are as wide as this, in units of their own; on a phone they scroll in their box. */
export const WIDTH = 1_120;
const GUTTER = 132;
const MARGIN = 20;
const TICKS_MOST = 12;
const LABEL_DY = 14;

export interface Axis {
  /** where a moment lies; what is outside lies at the edge */
  x(us: number): number;
  zeroUs: number;
  ticks: readonly number[];
}

/** Ticks at 1, 2 or 5 of a power of ten, counted from where the story begins. */
export function axisOf(fromUs: number, toUs: number, zeroUs: number): Axis {
  const span = Math.max(1, toUs - fromUs);
  const x = (us: number): number => {
    const share = Math.min(1, Math.max(0, (us - fromUs) / span));
    return Math.round((GUTTER + share * (WIDTH - GUTTER - MARGIN)) * 10) / 10;
  };
  const stepUs = niceStep(span / TICKS_MOST);
  const ticks: number[] = [];
  for (let at = Math.ceil((fromUs - zeroUs) / stepUs) * stepUs; zeroUs + at <= toUs; at += stepUs) {
    ticks.push(zeroUs + at);
  }
  return { x, zeroUs, ticks };
}

function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return (['1', '2', '5'].map(Number).find((step) => step * power >= least) ?? 10) * power;
}

export function axisMarks(axis: Axis, top: number, bottom: number): Html {
  const seconds = axis.ticks.some((tick) => Math.abs(tick - axis.zeroUs) >= 10_000_000);
  const label = (us: number): string => {
    const ms = (us - axis.zeroUs) / 1_000;
    return seconds ? `${Number((ms / 1_000).toFixed(1))} s` : `${Number(ms.toFixed(2))} ms`;
  };
  return html`${axis.ticks.map(
    (tick) =>
      html`<line class="grid" x1="${axis.x(tick)}" x2="${axis.x(tick)}" y1="${top}" y2="${bottom}" />
        <text class="soft" x="${axis.x(tick)}" y="${bottom + LABEL_DY}" text-anchor="middle"
          >${label(tick)}</text
        >`,
  )}`;
}

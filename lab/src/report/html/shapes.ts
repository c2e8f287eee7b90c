import type { Lane, Mark, Span } from '../timeline/model.js';
import type { Html } from './html.js';
import { html } from './html.js';
import type { Axis } from './time-axis.js';

const WIDTH_LEAST = 2;
/** of the 12-pixel letters in a picture, on average */
const LETTER_WIDTH = 7;
const LABEL_INSET = 9;
const MARK = 5;
/** how high a span is, and how far below the middle of its track */
const BARS: Readonly<Record<Span['kind'], { height: number; down: number }>> = {
  operation: { height: 8, down: 0 },
  request: { height: 26, down: 0 },
  section: { height: 17, down: -2 },
  lease: { height: 4, down: 10 },
  transaction: { height: 16, down: 0 },
  message: { height: 14, down: 0 },
};
const NODE_LEASE = { height: 14, down: 0 };

export function spanShape(span: Span, group: Lane['group'], axis: Axis, y: number): Html {
  const ofNode = span.kind === 'lease' && group === 'redis';
  const { height, down } = ofNode ? NODE_LEASE : BARS[span.kind];
  const x = axis.x(span.fromUs);
  const width = Math.max(WIDTH_LEAST, Math.round((axis.x(span.toUs) - x) * 10) / 10);
  const names = ofNode ? 'redis-lease' : `${span.kind} ${span.tone}`;
  const fits =
    span.label !== '' && span.kind !== 'operation' && span.label.length * LETTER_WIDTH + 12 < width;
  const inside = span.kind === 'section' ? `inside ${span.tone}` : 'soft';
  const label = fits
    ? html`<text class="${inside}" x="${x + LABEL_INSET}" y="${y + down + 4}">${span.label}</text>`
    : null;
  return html`<g
    ><title>${span.tells}, ${lasted(span)}</title>
    <rect
      class="${names}"
      x="${x}"
      y="${y + down - height / 2}"
      width="${width}"
      height="${height}"
      rx="3"
    />${label}</g
  >`;
}

const lasted = ({ fromUs, toUs }: Span): string => `${((toUs - fromUs) / 1_000).toFixed(1)} ms`;

/** Each kind has a form of its own: a yes is round, a no is a cross, unknown is a diamond, "again" is a ring. */
export function markShape(mark: Mark, axis: Axis, y: number): Html {
  const x = axis.x(mark.atUs);
  return html`<g><title>${mark.tells}</title>${formOf(mark, x, y)}</g>`;
}

function formOf({ kind, tone, label }: Mark, x: number, y: number): Html {
  const beside = html`<text class="soft" x="${x + MARK + 4}" y="${y + 4}">${label}</text>`;
  if (kind === 'vote') return html`<path class="vote" d="M${x} ${y - 7}l6 7l-6 7z" />`;
  if (kind === 'applied') return html`<path class="applied" d="M${x - 5} ${y}l4 5l7 -10l-7 7z" />`;
  if (kind === 'commit') {
    return html`<rect class="commit" x="${x - 1.5}" y="${y - 10}" width="3" height="20" rx="1" />${beside}`;
  }
  if (tone === 'plain') return html`<circle class="answer plain" cx="${x}" cy="${y}" r="3" />`;
  if (tone === 'yes') return html`<circle class="answer yes" cx="${x}" cy="${y}" r="${MARK + 1}" />${beside}`;
  if (tone === 'open') return html`<path class="answer open" d="M${x} ${y - 7}l7 7l-7 7l-7 -7z" />${beside}`;
  const cross = `M${x - 5} ${y - 3}l2 -2l3 3l3 -3l2 2l-3 3l3 3l-2 2l-3 -3l-3 3l-2 -2l3 -3z`;
  return html`<path class="answer no" d="${cross}" />${beside}`;
}

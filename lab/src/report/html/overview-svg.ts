import type { CellRecord } from '../../matrix/cell.js';
import type { AnswerCounts } from '../timeline/answers-over-time.js';
import { answersOverTime } from '../timeline/answers-over-time.js';
import type { Timeline } from '../timeline/model.js';
import type { Html } from './html.js';
import { html } from './html.js';
import { WIDTH, axisMarks, axisOf } from './time-axis.js';

const PARTS = 160;
const TOP = 20;
const HEIGHT = 72;
const BELOW = 24;
/** from the bottom up */
const KINDS = [
  ['ok', 'count-yes'],
  ['fail', 'count-no'],
  ['retry', 'count-retry'],
  ['unknown', 'count-unknown'],
] as const;

/** The whole run: answers as bars, the phases behind them, and a frame around what the timeline below shows. */
export function overviewSvg(record: CellRecord, shown: Timeline): Html {
  const { fromUs, toUs, parts } = answersOverTime(record, PARTS);
  const axis = axisOf(fromUs, toUs, fromUs);
  const bottom = TOP + HEIGHT;
  const most = Math.max(1, ...parts.map((counts) => KINDS.reduce((sum, [kind]) => sum + counts[kind], 0)));
  const width = (axis.x(toUs) - axis.x(fromUs)) / PARTS;
  const stack = (counts: AnswerCounts, index: number): Html[] => {
    const x = axis.x(fromUs) + index * width;
    let y = bottom;
    return KINDS.filter(([kind]) => counts[kind] > 0).map(([kind, name]) => {
      const height = (counts[kind] / most) * (HEIGHT - 8);
      y -= height;
      const size = html`width="${(width - 1).toFixed(1)}" height="${height.toFixed(1)}"`;
      return html`<rect class="${name}" x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${size} />`;
    });
  };
  const bands = record.phases.map(({ name, ...phase }) => {
    const [left, right] = [axis.x(phase.fromUs), axis.x(phase.toUs)];
    return html`<rect class="band-${name}" x="${left}" y="0" width="${right - left}" height="${bottom}" />
      <text class="group" x="${left + 6}" y="13">${name}</text>`;
  });
  const [left, right] = [axis.x(shown.fromUs), axis.x(shown.toUs)];
  return html`<svg viewBox="0 0 ${WIDTH} ${bottom + BELOW}" role="img" aria-labelledby="ov-title ov-desc">
    <title id="ov-title">Answers over the whole run</title>
    <desc id="ov-desc">
      At most ${most} answers in ${Math.ceil((toUs - fromUs) / PARTS / 1_000)} ms; the frame is the timeline
      below.
    </desc>
    ${bands}${axisMarks(axis, TOP, bottom)}
    <text x="16" y="${bottom - HEIGHT / 2}">answers</text>
    ${parts.map(stack)}
    <rect
      class="window"
      x="${left}"
      y="${TOP - 2}"
      width="${Math.max(2, right - left)}"
      height="${HEIGHT + 4}"
      rx="3"
    />
  </svg>`;
}

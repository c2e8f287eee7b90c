import type { Story } from '../../story.js';
import type { Lane, Timeline } from '../timeline/model.js';
import { GROUP_TITLES } from '../timeline/model.js';
import type { Html } from './html.js';
import { html } from './html.js';
import { spanShape, markShape } from './shapes.js';
import type { Axis } from './time-axis.js';
import { WIDTH, axisMarks, axisOf } from './time-axis.js';

const HEAD = 18;
const PIN = { radius: 9, row: 22, apart: 21, rowsMost: 4 };
const GROUP = { gap: 12, title: 16 };
const AXIS_HEIGHT = 24;
const NAME_LETTERS_MOST = 18;
const TRACK: Readonly<Record<Lane['group'], number>> = {
  ...{ clients: 24, replicas: 34, redis: 24 },
  ...{ postgres: 28, nats: 24, inventory: 24 },
};
interface Placed {
  lane: Lane;
  top: number;
  /** of the first lane of a group */
  title: string | null;
}

/** The lanes one below the other, with the steps of the story as numbered lines across them. */
export function timelineSvg(timeline: Timeline, story: Story | null, epochUs: number): Html {
  const steps = (story?.steps ?? []).map(({ atMs }) => (story?.startedAtUs ?? 0) - epochUs + atMs * 1_000);
  const { fromUs, toUs } = timeline;
  const roomUs = (toUs - fromUs) * 0.02;
  const axis = axisOf(fromUs - roomUs, toUs + roomUs, steps[0] ?? fromUs);
  const pins = pinsOf(steps, axis);
  const top = HEAD + Math.max(0, ...pins.map(({ row }) => row + 1)) * PIN.row;
  const placed = placedLanes(timeline.lanes, top);
  const last = placed.at(-1);
  const bottom =
    last === undefined ? top : last.top + last.lane.tracks.length * TRACK[last.lane.group] + GROUP.gap;
  const title = 'Timeline of the requests for one seat';
  const overlaps = timeline.overlaps === 0 ? '' : ` ${timeline.overlaps} critical sections overlap and sold.`;
  return html`<svg
    viewBox="0 0 ${WIDTH} ${bottom + AXIS_HEIGHT}"
    role="img"
    aria-labelledby="tl-title tl-desc"
  >
    <title id="tl-title">${title}</title>
    <desc id="tl-desc">
      ${timeline.lanes.map(({ name }) => name).join(', ')}.${overlaps} The table below has all of it.
    </desc>
    ${PATTERNS}${bandShapes(timeline, axis, bottom)}${axisMarks(axis, top, bottom)}
    ${placed.map((one) => laneShape(one, axis))} ${pins.map((pin, index) => pinShape(pin, index + 1, bottom))}
  </svg>`;
}

const PATTERNS = html`<defs>
  <pattern id="overlap" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <rect class="stripe-under" width="10" height="10" /><line class="stripe" x1="0" y1="0" x2="0" y2="10"
  /></pattern>
  <pattern id="beside" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <rect class="beside-under" width="8" height="8" /><line class="stripe-beside" x1="0" y1="0" x2="0" y2="8"
  /></pattern>
</defs>`;

function placedLanes(lanes: readonly Lane[], top: number): Placed[] {
  let y = top;
  let group: Lane['group'] | null = null;
  return lanes.map((lane) => {
    const isFirst = lane.group !== group;
    if (isFirst) y += GROUP.gap + GROUP.title;
    group = lane.group;
    const placed = { lane, top: y, title: isFirst ? GROUP_TITLES[lane.group] : null };
    y += lane.tracks.length * TRACK[lane.group];
    return placed;
  });
}

function laneShape({ lane, top, title }: Placed, axis: Axis): Html {
  const height = TRACK[lane.group];
  const middle = top + height / 2;
  const name =
    lane.name.length > NAME_LETTERS_MOST ? `${lane.name.slice(0, NAME_LETTERS_MOST - 1)}…` : lane.name;
  const heading = title === null ? null : html`<text class="group" x="16" y="${top - 4}">${title}</text>`;
  const tracks = lane.tracks.map(({ spans, marks }, index) => {
    const y = middle + index * height;
    return html`<line class="lane" x1="${axis.x(-Infinity)}" x2="${axis.x(Infinity)}" y1="${y}" y2="${y}" />
      ${spans.map((span) => spanShape(span, lane.group, axis, y))}${marks.map((mark) => markShape(mark, axis, y))}`;
  });
  return html`${heading}<text x="16" y="${middle + 4}">${name}</text>${tracks}`;
}

function bandShapes({ bands }: Timeline, axis: Axis, bottom: number): Html {
  return html`${bands.map(({ name, fromUs, toUs }) => {
    const [left, right] = [axis.x(fromUs), axis.x(toUs)];
    return html`<rect class="band-${name}" x="${left}" y="0" width="${right - left}" height="${bottom}" />
      <text class="group" x="${left + 8}" y="13">${name}</text>`;
  })}`;
}

/** Steps that are close in time go below each other, so that no number hides another. */
function pinsOf(steps: readonly number[], axis: Axis): { x: number; row: number }[] {
  const ends = Array.from({ length: PIN.rowsMost }, () => -Infinity);
  return steps.map((us) => {
    const x = axis.x(us);
    const row = Math.max(
      0,
      ends.findIndex((end) => x - end >= PIN.apart),
    );
    ends[row] = x;
    return { x, row };
  });
}

function pinShape({ x, row }: { x: number; row: number }, number: number, bottom: number): Html {
  const y = HEAD + row * PIN.row + PIN.row / 2;
  return html`<line class="pin-line" x1="${x}" x2="${x}" y1="${y}" y2="${bottom}" />
    <circle class="pin" cx="${x}" cy="${y}" r="${PIN.radius}" />
    <text class="pin-text" x="${x}" y="${y + 4}" text-anchor="middle">${number}</text>`;
}

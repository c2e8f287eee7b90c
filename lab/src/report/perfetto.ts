import { groupBy } from '../group-by.js';
import type { CellRecord } from '../matrix/cell.js';
import type { Lane, Mark, Span, Track } from './timeline/model.js';
import { GROUP_TITLES } from './timeline/model.js';
import { everything } from './timeline/scope.js';
import { timelineOf } from './timeline/timeline.js';

/** What a viewer opens at once; whoever needs more has the history. */
const EVENTS_MOST = 200_000;

interface Placed {
  name: string;
  pid: number;
  tid: number;
}
/**
 * The Trace Event Format, as chrome://tracing and ui.perfetto.dev read it. Times are µs; X is a span, i a moment, M
 * names a process or a thread.
 * https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 */
export type TraceEvent =
  | (Placed & { ph: 'X'; cat: string; ts: number; dur: number; args: Details; cname?: string })
  | (Placed & { ph: 'i'; cat: string; ts: number; s: 't'; args: Details })
  | (Placed & { ph: 'M'; args: { name: string } | { sort_index: number } });
interface Details {
  tells: string;
  tone: string;
}

interface TraceFile {
  traceEvents: TraceEvent[];
  displayTimeUnit: 'ms';
  otherData: Record<string, string>;
}

/** A process for each group of lanes, and a thread for each track of each: spans of one thread must nest. */
export function perfetto(record: CellRecord): TraceFile {
  const { cell } = record;
  const groups = groupBy(timelineOf(record, everything).lanes, (lane) => lane.group);
  const events = [
    ...groupEvents('phases', [phaseLane(record)], 0),
    ...[...groups].flatMap(([group, lanes], index) => groupEvents(GROUP_TITLES[group], lanes, index + 1)),
  ];
  const otherData = {
    ...{ strategy: cell.strategy, fault: cell.fault, verdict: cell.verdict, run: cell.run },
    leftOut: String(Math.max(0, events.length - EVENTS_MOST)),
  };
  return { traceEvents: events.slice(0, EVENTS_MOST), displayTimeUnit: 'ms', otherData };
}

type TraceLane = Pick<Lane, 'name' | 'tracks'> & { group: Lane['group'] | 'phases' };

const phaseLane = ({ phases }: CellRecord): TraceLane => {
  const spans = phases.map(({ name, fromUs, toUs }): Span => {
    return { kind: 'operation', fromUs, toUs, tone: 'plain', label: name, tells: `phase ${name}` };
  });
  return { group: 'phases', name: 'phases', tracks: [{ spans, marks: [] }] };
};

function groupEvents(title: string, lanes: readonly TraceLane[], pid: number): TraceEvent[] {
  const tracks = lanes.flatMap((lane) => lane.tracks.map((track) => ({ lane, track })));
  return [
    { ph: 'M', name: 'process_name', pid, tid: 0, args: { name: title } },
    { ph: 'M', name: 'process_sort_index', pid, tid: 0, args: { sort_index: pid } },
    ...tracks.flatMap(({ lane, track }, index): TraceEvent[] => [
      { ph: 'M', name: 'thread_name', pid, tid: index, args: { name: lane.name } },
      { ph: 'M', name: 'thread_sort_index', pid, tid: index, args: { sort_index: index } },
      ...trackEvents(lane, track, pid, index),
    ]),
  ];
}

function trackEvents(lane: TraceLane, { spans, marks }: Track, pid: number, tid: number): TraceEvent[] {
  // a lease outlives the request that has it; in the lanes of the nodes it is on its own
  const nested = spans.filter((span) => span.kind !== 'lease' || lane.group === 'redis');
  return [
    ...nested.map((span) => spanEvent(lane.group, span, pid, tid)),
    ...marks.map((mark) => markEvent(lane.group, mark, pid, tid)),
  ];
}

const spanEvent = (group: TraceLane['group'], span: Span, pid: number, tid: number): TraceEvent => ({
  ...{ ph: 'X', pid, tid, cat: `${group},${span.kind}`, ts: span.fromUs },
  name: [span.kind, span.label].join(' ').trim(),
  dur: Math.max(0, span.toUs - span.fromUs),
  args: { tells: span.tells, tone: span.tone },
  // the one colour that a viewer gives to what went wrong
  ...(span.tone === 'overlap' ? { cname: 'terrible' } : {}),
});

const markEvent = (group: TraceLane['group'], mark: Mark, pid: number, tid: number): TraceEvent => ({
  ...{ ph: 'i', pid, tid, cat: `${group},${mark.kind}`, ts: mark.atUs, s: 't' },
  name: [mark.kind, mark.label].join(' ').trim(),
  args: { tells: mark.tells, tone: mark.tone },
});

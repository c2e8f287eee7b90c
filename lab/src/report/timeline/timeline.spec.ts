import { describe, expect, it } from 'vitest';
import type { ClaimTrace } from '#contracts';
import { recorded } from '../../../test/report-fixtures.js';
import type { CellRecord } from '../../matrix/cell.js';
import { answersOverTime } from './answers-over-time.js';
import type { Lane, Span, Timeline } from './model.js';
import { packed } from './packing.js';
import { everything, focusOf } from './scope.js';
import { timelineOf } from './timeline.js';

const namesOf = ({ lanes }: Timeline, group: Lane['group']): string[] =>
  lanes.filter((lane) => lane.group === group).map((lane) => lane.name);
const spansOf = ({ lanes }: Timeline, kind: Span['kind'], group: Lane['group'] = 'replicas'): Span[] =>
  lanes
    .filter((lane) => lane.group === group)
    .flatMap(({ tracks }) => tracks.flatMap(({ spans }) => spans.filter((span) => span.kind === kind)));
const focused = (record: CellRecord): Timeline => timelineOf(record, focusOf(record));

describe('a timeline', () => {
  it('has a lane for each client, replica and Redis node, and one for each other server', () => {
    const timeline = focused(recorded('distributed-paused'));
    expect(namesOf(timeline, 'clients').length).toBe(3);
    expect(namesOf(timeline, 'replicas')).toEqual(['booking-1', 'booking-2', 'booking-3']);
    expect(namesOf(timeline, 'redis').every((name) => /^redis-[123]$/.test(name))).toBe(true);
    expect(namesOf(timeline, 'redis').length).toBeGreaterThan(1);
    const others = (['postgres', 'nats', 'inventory'] as const).flatMap((group) => namesOf(timeline, group));
    expect(others).toEqual(['PostgreSQL', 'NATS', 'inventory']);
    expect(timeline.bands.map(({ name }) => name)).toEqual(['fault']);
  });

  it('shows the seat of the story: its two customers in the critical section at once', () => {
    const record = recorded('distributed-paused');
    const timeline = focused(record);
    const overlapping = spansOf(timeline, 'section').filter(({ tone }) => tone === 'overlap');
    const told = new Set(record.cell.story?.steps.map((step) => step.customer));
    expect(new Set(overlapping.map(({ label }) => label))).toEqual(told);
    expect(timeline.overlaps).toBe(2);
  });

  it('a lease that is over before the critical section is: what the story is about', () => {
    const timeline = focused(recorded('distributed-paused'));
    const [lease, section] = [spansOf(timeline, 'lease')[0], spansOf(timeline, 'section')[0]];
    expect(lease?.fromUs).toBe(section?.fromUs);
    expect(lease?.toUs).toBeLessThan(section?.toUs ?? 0);
  });

  it('sections that overlap and sell once are marked otherwise', () => {
    const timeline = focused(recorded('fenced-paused'));
    expect(spansOf(timeline, 'section').map(({ tone }) => tone)).toContain('beside');
    expect(timeline.overlaps).toBe(0);
  });

  it('without traces takes the read and the write of the ledger', () => {
    const record = recorded('mutex');
    expect(record.traces).toEqual([]);
    const timeline = focused(record);
    expect(timeline.overlaps).toBeGreaterThan(1);
    expect(namesOf(timeline, 'redis')).toEqual([]);
  });

  it('of everything has all seats; the focus has one, and says how much it left out', () => {
    const record = recorded('mutex');
    const scope = focusOf(record);
    expect(scope.leftOut).toEqual({ clients: 0, seats: 5 });
    const [all, one] = [timelineOf(record, everything), timelineOf(record, scope)];
    expect(spansOf(all, 'operation', 'clients').length).toBe(record.evidence.operations.length);
    expect(spansOf(one, 'operation', 'clients').length).toBe(3);
  });

  it('the focus has nothing that its clients did about other seats', () => {
    const record = recorded('mutex');
    const scope = focusOf(record);
    const [rival] = record.evidence.operations.filter(({ seats }) => seats.includes(scope.seat ?? ''));
    const other = record.evidence.operations.find(({ seats }) => !seats.includes(scope.seat ?? ''));
    other!.customer = rival!.customer;
    const drawn = spansOf(focused(record), 'operation', 'clients');
    expect(new Set(drawn.map(({ label }) => label))).toEqual(new Set([scope.seat]));
  });

  it('takes from a trace the lock, the lease, the transaction; a claim tried again is two requests', () => {
    const record = recorded('mutex');
    const [operation] = record.evidence.operations;
    const { claimId = '' } = record.evidence.claims.find(({ key }) => key === operation!.key) ?? {};
    const at = (step: string, ms: number, lease?: ClaimTrace['lease']): ClaimTrace => ({
      ...{ eventId: 'e', claimId, customerId: operation!.customer, seatIds: [1], step },
      atUs: record.epochUs + operation!.invokedAtUs + ms * 1_000,
      ...(lease === undefined ? {} : { lease }),
    });
    const again = ['after-read', 'before-write', 'before-commit', 'after-commit', 'before-release', 'ends'];
    const lease = { owner: 'o', validMs: 7, nodes: ['redis-1', 'redis-3'] };
    const traces = [at('begins', 0), at('ends', 1), at('begins', 10), at('after-lock', 11, lease)];
    traces.push(...again.map((step, index) => at(step, 12 + index)));
    const timeline = timelineOf({ ...record, traces: [{ replica: 'booking-9', traces }] }, everything);
    const own = { ...timeline, lanes: timeline.lanes.filter(({ name }) => name === 'booking-9') };
    const times = (spans: readonly Span[]): number[][] =>
      spans.map((span) => [span.fromUs, span.toUs].map((us) => (us - operation!.invokedAtUs) / 1_000));
    expect(times(spansOf(own, 'request'))).toEqual([
      [0, 1],
      [10, 17],
    ]);
    expect(times(spansOf(own, 'section'))).toEqual([[11, 15]]);
    expect(times(spansOf(own, 'lease'))).toEqual([[11, 18]]);
    expect(times(spansOf(timeline, 'transaction', 'postgres'))).toEqual([[13, 15]]);
    expect(namesOf(timeline, 'redis')).toEqual(['redis-1', 'redis-3']);
  });

  it('an answer that never came ends where it was last heard of', () => {
    const record = recorded('mutex');
    const [first] = record.evidence.operations;
    Object.assign(first!, { outcome: 'unknown', completedAtUs: null });
    const lasting = spansOf(timelineOf(record, everything), 'operation', 'clients');
    expect(lasting.find(({ tone }) => tone === 'open')?.toUs).toBe(first!.answers.at(-1)?.atUs);
  });

  it('of an empty run is empty', () => {
    const record = recorded('mutex');
    const nothing = { operations: [], ledger: [], claims: [], claimSeats: [] };
    const empty = { ...record, phases: [], evidence: { ...record.evidence, ...nothing } };
    expect(timelineOf(empty, focusOf(empty)).lanes).toEqual([]);
  });
});

it('tracks: what overlaps lies below each other, and as few as that takes', () => {
  const track = (fromUs: number, toUs: number) => ({
    spans: [{ kind: 'request' as const, fromUs, toUs, tone: 'yes' as const, label: '', tells: '' }],
    marks: [],
  });
  const starts = packed([track(0, 10), track(20, 30), track(5, 15), track(16, 18)]).map(({ spans }) =>
    spans.map(({ fromUs }) => fromUs),
  );
  expect(starts).toEqual([[0, 16, 20], [5]]);
});

it('answers over time: each answer is in one part of the run', () => {
  const record = recorded('fenced-paused');
  const { parts } = answersOverTime(record, 40);
  const counted = parts.reduce((sum, { ok, fail, retry, unknown }) => sum + ok + fail + retry + unknown, 0);
  expect(counted).toBe(record.evidence.operations.flatMap(({ answers }) => answers).length);
  expect(parts.reduce((sum, { ok }) => sum + ok, 0)).toBe(record.cell.ok);
});

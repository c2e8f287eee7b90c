import { groupBy } from '../../group-by.js';
import { packed } from './packing.js';
import type { Lane, Span, Tone, Track } from './model.js';
import type { Visit } from './visits.js';

const SECTION: Readonly<Record<Tone, string>> = {
  yes: 'sold',
  no: 'did not sell',
  overlap: 'sold, while another who sold it was in it too',
  beside: 'another was in it too, and at most one of them sold',
  open: 'of an unknown end',
  plain: '',
};

/** A lane for each replica: requests, the critical section in each, and how long its lease was good for. */
export const replicaLanes = (visits: readonly Visit[]): Lane[] =>
  byName(groupBy(visits, (visit) => visit.replica)).map(([name, own]) => ({
    group: 'replicas',
    name,
    tracks: packed(own.map((visit) => ({ spans: spansOf(visit), marks: [] }))),
  }));

function spansOf(visit: Visit): Span[] {
  const { customer, section, lease, fromUs, toUs } = visit;
  const of = `${customer}, ${visit.seats.join(', ') || 'any seats'}`;
  const tone: Tone = visit.writes.length > 0 ? 'yes' : 'no';
  const spans: Span[] = [
    { kind: 'request', fromUs, toUs, tone, label: '', tells: `request of ${of} in ${visit.replica}` },
  ];
  if (lease !== null) spans.push(leaseSpan(lease, of));
  if (section !== null) {
    const tells = `critical section of ${of}: ${SECTION[section.tone]}`;
    spans.push({ ...section, kind: 'section', label: customer, tells });
  }
  return spans;
}

const leaseSpan = ({ atUs, untilUs, nodes }: NonNullable<Visit['lease']>, of: string): Span => ({
  ...{ kind: 'lease', fromUs: atUs, toUs: untilUs, tone: 'plain', label: '' },
  tells: `lease of ${of}: good for ${Math.round((untilUs - atUs) / 1_000)} ms, by ${nodes.length} nodes`,
});

/** A lane for each Redis node that voted: when, for whom, and until when. */
export function redisLanes(visits: readonly Visit[]): Lane[] {
  const votes = visits.flatMap((visit) =>
    visit.lease === null ? [] : visit.lease.nodes.map((node) => ({ node, visit, lease: visit.lease })),
  );
  return byName(groupBy(votes, (vote) => vote.node)).map(([name, own]) => ({
    group: 'redis',
    name,
    tracks: packed(own.flatMap(({ visit, lease }) => (lease === null ? [] : [voteTrack(visit, lease)]))),
  }));
}

function voteTrack({ customer, seats }: Visit, lease: NonNullable<Visit['lease']>): Track {
  const span = { ...leaseSpan(lease, `${customer}, ${seats.join(', ')}`), label: customer };
  const tells = `votes for ${customer}`;
  return { spans: [span], marks: [{ kind: 'vote', atUs: lease.atUs, tone: 'plain', label: '', tells }] };
}

const byName = <Item>(groups: Map<string, Item[]>): [string, Item[]][] =>
  [...groups].toSorted(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }));

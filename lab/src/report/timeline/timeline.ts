import type { CellRecord, Phase } from '../../matrix/cell.js';
import { clientLanes } from './client-lanes.js';
import type { Lane, Timeline } from './model.js';
import { markOverlaps } from './overlaps.js';
import { redisLanes, replicaLanes } from './replica-lanes.js';
import type { Scope } from './scope.js';
import { inventoryLanes, natsLanes, postgresLanes } from './storage-lanes.js';
import { visitsOf } from './visits.js';

/** Lanes for what is in the scope. Who reads the whole of a long run wants `everything` in a trace viewer. */
export function timelineOf(record: CellRecord, scope: Scope): Timeline {
  const operations = record.evidence.operations.filter((one) => scope.includes(one.customer, one.seats));
  const visits = visitsOf(record).filter((one) => scope.includes(one.customer, one.seats));
  markOverlaps(visits);
  const lanes = [
    ...clientLanes(operations),
    ...replicaLanes(visits),
    ...redisLanes(visits),
    ...postgresLanes(visits),
    ...natsLanes(record, visits),
    ...inventoryLanes(record, visits),
  ];
  const { fromUs, toUs } = extentOf(lanes, record.phases);
  return {
    fromUs,
    toUs,
    bands: record.phases.filter((phase) => phase.toUs > fromUs && phase.fromUs < toUs),
    lanes,
    overlaps: visits.filter((visit) => visit.section?.tone === 'overlap').length,
  };
}

function extentOf(lanes: readonly Lane[], phases: readonly Phase[]): { fromUs: number; toUs: number } {
  const tracks = lanes.filter(({ group }) => group !== 'inventory').flatMap((lane) => lane.tracks);
  const times = tracks.flatMap(({ spans, marks }) => [
    ...spans.flatMap((span) => [span.fromUs, span.toUs]),
    ...marks.map((mark) => mark.atUs),
  ]);
  const all = times.length > 0 ? times : phases.flatMap((phase) => [phase.fromUs, phase.toUs]);
  const fromUs = all.reduce((least, one) => Math.min(least, one), Infinity);
  const toUs = all.reduce((most, one) => Math.max(most, one), -Infinity);
  return Number.isFinite(fromUs) ? { fromUs, toUs: Math.max(toUs, fromUs + 1) } : { fromUs: 0, toUs: 1 };
}

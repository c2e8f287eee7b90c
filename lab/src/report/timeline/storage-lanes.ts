import type { CellRecord, SentMessage } from '../../matrix/cell.js';
import { packed } from './packing.js';
import type { Lane, Mark, Track } from './model.js';
import type { Visit } from './visits.js';

/** Transactions with a mark for each seat that changed. */
export function postgresLanes(visits: readonly Visit[]): Lane[] {
  const tracks = visits.flatMap((visit): Track[] => {
    const marks = visit.writes.map((write) => writeMark(visit, write));
    if (visit.transaction === null) return marks.length === 0 ? [] : [{ spans: [], marks }];
    const tells = `${visit.customer} writes, until COMMIT`;
    const tone = marks.length > 0 ? 'yes' : 'no';
    return [{ spans: [{ kind: 'transaction', ...visit.transaction, tone, label: '', tells }], marks }];
  });
  return laneOf('postgres', 'PostgreSQL', tracks);
}

const writeMark = ({ customer }: Visit, { seat, atUs, version }: Visit['writes'][number]): Mark => ({
  ...{ kind: 'commit', atUs, tone: 'yes', label: version === null ? '' : `v${version}` },
  tells: `${seat} → ${customer}, version ${version}`,
});

/** A message is drawn from its newest row until a replica saw it applied: in between it was sent. */
export function natsLanes(record: CellRecord, visits: readonly Visit[]): Lane[] {
  const tracks = messagesOf(record, visits).map((message): Track => {
    const fromUs = message.writtenAtUs - record.epochUs;
    const label = `#${message.sequence}`;
    const tells = `message ${message.sequence} with ${message.claims.length} claims, on its way to inventory`;
    const toUs = message.appliedAtUs === null ? fromUs : message.appliedAtUs - record.epochUs;
    return { spans: [{ kind: 'message', fromUs, toUs, tone: 'plain', label, tells }], marks: [] };
  });
  return laneOf('nats', 'NATS', tracks);
}

export function inventoryLanes(record: CellRecord, visits: readonly Visit[]): Lane[] {
  const tracks = messagesOf(record, visits).flatMap(({ sequence, appliedAtUs }): Track[] => {
    if (appliedAtUs === null) return [];
    const tells = `message ${sequence} is applied, as a replica saw it`;
    const mark: Mark = {
      kind: 'applied',
      atUs: appliedAtUs - record.epochUs,
      tone: 'plain',
      label: '',
      tells,
    };
    return [{ spans: [], marks: [mark] }];
  });
  return laneOf('inventory', 'inventory', tracks);
}

function messagesOf({ messages = [] }: CellRecord, visits: readonly Visit[]): SentMessage[] {
  const claims = new Set(visits.map(({ claimId }) => claimId));
  return messages.filter((message) => message.claims.some((claim) => claims.has(claim)));
}

const laneOf = (group: Lane['group'], name: string, tracks: readonly Track[]): Lane[] =>
  tracks.length === 0 ? [] : [{ group, name, tracks: packed(tracks) }];

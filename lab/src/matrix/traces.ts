import type { ClaimTrace } from '#contracts';
import type { Cluster } from '../cluster/cluster.js';
import type { CellRecord } from './cell.js';

/** A replica that was killed has lost its own. */
export async function tracesOf(cluster: Cluster, eventId: string): Promise<CellRecord['traces']> {
  const named = (trace: ClaimTrace): ClaimTrace =>
    trace.lease === undefined
      ? trace
      : { ...trace, lease: { ...trace.lease, nodes: trace.lease.nodes.map((node) => cluster.behind(node)) } };
  return await Promise.all(
    cluster.replicas.map(async ({ name, admin }) => ({
      replica: name,
      traces: (await admin.traces(eventId)).map(named),
    })),
  );
}

import { Redis } from 'ioredis';
import { inject } from 'vitest';
import { until } from '#deadlines';
import { SEATS_APPLICATION } from '../../src/ledger/seat-transactions.ts';
import { type Cluster, metricOf } from './cluster.ts';

const GONE_MS = 8_000;
const LOOK_EVERY_MS = 25;

/** What the claims of an event have left behind, and still have after a while. */
export async function leaksOf(cluster: Cluster, eventId: string, withinMs = GONE_MS): Promise<string[]> {
  const nodes = inject('servers').redisUrls.map((url) => new Redis(url));
  try {
    let left: string[] = [];
    await until(withinMs, LOOK_EVERY_MS, async () => {
      const looked = [inPostgres(cluster), inRedis(nodes, eventId), inReplicas(cluster)];
      left = (await Promise.all(looked)).flat();
      return left.length === 0;
    });
    return left;
  } finally {
    for (const node of nodes) node.disconnect();
  }
}

async function inPostgres({ database }: Cluster): Promise<string[]> {
  const { rows } = await database.query<{ leak: string }>(
    `SELECT 'advisory lock' AS leak
     FROM pg_locks JOIN pg_stat_activity USING (pid)
     WHERE locktype = 'advisory' AND application_name = $1 AND datname = current_database()
     UNION
     SELECT 'session idle in transaction' FROM pg_stat_activity
     WHERE state LIKE 'idle in transaction%' AND application_name = $1 AND datname = current_database()`,
    [SEATS_APPLICATION],
  );
  return rows.map(({ leak }) => leak);
}

async function inRedis(nodes: readonly Redis[], eventId: string): Promise<string[]> {
  const keys = await Promise.all(nodes.map((node) => node.keys(`seat-lock:${eventId}*`)));
  return keys.flat().length > 0 ? ['lease in Redis'] : [];
}

async function inReplicas(cluster: Cluster): Promise<string[]> {
  const sessions = (state: string): Promise<number> =>
    metricOf(cluster, 'lastseat_seat_sessions', `state="${state}"`);
  const [total, idle, waiting, queued] = await Promise.all([
    sessions('total'),
    sessions('idle'),
    sessions('waiting'),
    metricOf(cluster, 'claim_queue_depth', ''),
  ]);
  if (total === 0) throw new Error('the replicas have no sessions: is that metric still there?');
  return [
    ...(idle === total && waiting === 0 ? [] : ['session in use']),
    ...(queued === 0 ? [] : ['claim in a queue']),
  ];
}

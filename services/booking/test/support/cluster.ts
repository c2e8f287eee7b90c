import pg from 'pg';
import { inject } from 'vitest';
import {
  EventView,
  type Failpoint,
  FailpointList,
  type PolicyChange,
  type WantedFailpoint,
} from '#contracts';
import { cloneDatabase } from '../../../../tools/test-servers/databases.ts';
import { type Replica, type ReplicaNeeds, startReplicas } from './replicas.ts';

export interface Cluster {
  readonly replicas: readonly Replica[];
  /** Looks at what they wrote. */
  readonly database: pg.Client;
  stop(): Promise<void>;
}

/** Real replicas on a database of their own. */
export async function startCluster(count: number, needs: ReplicaNeeds = {}): Promise<Cluster> {
  const copy = await cloneDatabase(inject('servers').templateUrl);
  const database = new pg.Client({ connectionString: copy.url });
  await database.connect();
  const replicas = await startReplicas(count, copy.url, needs);
  const stop = async (): Promise<void> => {
    await Promise.all(replicas.map((replica) => replica.stop()));
    await database.end();
    await copy.drop();
  };
  return { replicas, database, stop };
}

export const asJson = (method: string, body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** Seats A1, A2 … */
export async function openEvent({ replicas }: Cluster, seats: number, policy: PolicyChange): Promise<string> {
  const sections = [{ name: 'Stalls', rows: ['A'], seatsPerRow: seats, price: 100 }];
  const event = asJson('POST', { name: 'Race', sections, policy });
  const answer = await fetch(`${replicas[0]?.url}/v1/events`, event);
  if (answer.status !== 201) throw new Error(`no event: ${await answer.text()}`);
  return EventView.parse(await answer.json()).eventId;
}

/** So many claims of the same seats pause for so long in each replica; where a strategy does its work, if not named. */
export interface Pause {
  readonly step?: Failpoint['step'];
  readonly pauseMs: number;
  readonly timesPerSeat: number;
}

export async function armPause({ replicas }: Cluster, eventId: string, point: Pause): Promise<void> {
  for (const replica of replicas) await arm(replica, { eventId, step: 'at-work', ...point });
}

/** In one process, of booking or of inventory. */
export async function arm({ url }: { readonly url: string }, point: WantedFailpoint): Promise<void> {
  const { status } = await fetch(`${url}/admin/failpoints`, asJson('PUT', point));
  if (status !== 200) throw new Error(`no failpoint at ${url}: ${status}`);
}

/** How many claims were paused. */
export async function pausesHit({ replicas }: Cluster, eventId: string): Promise<number> {
  const lists = replicas.map(async ({ url }) => {
    const answer = await fetch(`${url}/admin/failpoints?eventId=${eventId}`);
    return FailpointList.parse(await answer.json()).failpoints;
  });
  return (await Promise.all(lists)).flat().reduce((sum, { hits }) => sum + hits, 0);
}

/** Of all replicas together; 0 while none of them has seen such a thing. */
export async function metricOf({ replicas }: Cluster, name: string, labels: string): Promise<number> {
  const texts = replicas.map(async ({ url }) => (await fetch(`${url}/metrics`)).text());
  const line = new RegExp(`${name}\\{${labels}[^}]*\\} (\\S+)`);
  return (await Promise.all(texts)).reduce((sum, text) => sum + Number(line.exec(text)?.[1] ?? 0), 0);
}

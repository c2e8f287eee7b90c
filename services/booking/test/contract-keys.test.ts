import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { STRATEGIES } from '../src/claims/claims.module.ts';
import { type Cluster, openEvent, startCluster } from './support/cluster.ts';
import { type Answer, ask, buy, isYes } from './support/race.ts';

const AT_ONCE = 6;

// a limit, and no wait: on a busy machine a race takes ten times as long
vi.setConfig({ testTimeout: 60_000 });

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster(2);
});
afterAll(() => cluster.stop());

const url = (n: number): string => cluster.replicas[n % 2]?.url ?? '';

/** One request sent to both replicas at once, and to each once more afterwards. */
async function answersTo(eventId: string, label: string): Promise<Answer[]> {
  const key = randomUUID();
  const asking = { eventId, labels: [label], key };
  const together = Array.from({ length: AT_ONCE }, (_, n) => buy({ ...asking, url: url(n) }));
  const finals = (await Promise.all(together)).map(({ final }) => final);
  const later = [await ask({ ...asking, url: url(0) }), await ask({ ...asking, url: url(1) })];
  return [...finals, ...later].filter((answer) => answer !== undefined);
}

describe.each(STRATEGIES.map(({ key }) => key))('%s', (strategy) => {
  it('gives one key one answer, at both replicas, at once and later: a yes', async () => {
    const eventId = await openEvent(cluster, 1, { strategy, guard: false, workMs: 20 });
    const answers = await answersTo(eventId, 'A1');
    expect(answers).toHaveLength(AT_ONCE + 2);
    expect(answers.every(isYes)).toBe(true);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const { rows } = await cluster.database.query(
      'SELECT 1 FROM booking.claim_seats WHERE event_id = $1 AND live',
      [eventId],
    );
    expect(rows).toHaveLength(1);
  });

  it('and a no', async () => {
    const eventId = await openEvent(cluster, 1, { strategy, guard: false });
    expect(isYes((await buy({ url: url(0), eventId, labels: ['A1'] })).final)).toBe(true);
    const answers = await answersTo(eventId, 'A1');
    expect(answers).toHaveLength(AT_ONCE + 2);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ code: 'seat-taken', seats: [{ label: 'A1', version: 1 }] });
  });
});

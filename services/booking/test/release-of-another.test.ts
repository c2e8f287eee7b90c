import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '#deadlines';
import { type Cluster, armPause, asJson, openEvent, pausesHit, startCluster } from './support/cluster.ts';

/** As in the exhibit `lock-of-another`: nobody works past the end of his own lease. */
const LEASE_MS = 1_000;
const PAUSE_MS = 1_300;
const WORK_MS = 800;
const PAUSED_WITHIN_MS = 5_000;
const LET_IN_WITHIN_MS = 8_000;
const LOOK_EVERY_MS = 20;

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster(2);
});
afterAll(() => cluster.stop());

/** The last answer of one who asks until he is let in, and how often he was sent away before. */
async function claim(
  eventId: string,
  customerId: string,
  seats: string[],
): Promise<{ status: number; sentAway: number }> {
  let [status, sentAway] = [0, -1];
  await until(LET_IN_WITHIN_MS, LOOK_EVERY_MS, async () => {
    const request = asJson('POST', { customerId, seats }, { 'idempotency-key': customerId });
    const answer = await fetch(`${cluster.replicas[1]?.url}/v1/events/${eventId}/claims`, request);
    status = answer.status;
    sentAway += 1;
    return !(await answer.text()).includes('seat-contended');
  });
  return { status, sentAway };
}

/** One is refused and pauses before he gives his lease back; two and three want the same seat meanwhile. */
async function raceFor(strategy: string) {
  const policy = { strategy, guard: false, workMs: WORK_MS, lockTtlMs: LEASE_MS };
  const eventId = await openEvent(cluster, 2, policy);
  await claim(eventId, 'zero', ['A2']);
  await armPause(cluster, eventId, { step: 'before-release', pauseMs: PAUSE_MS, timesPerSeat: 1 });
  const one = claim(eventId, 'one', ['A1', 'A2']);
  const pauses = (): Promise<boolean> => pausesHit(cluster, eventId).then((hits) => hits > 0);
  expect(await until(PAUSED_WITHIN_MS, LOOK_EVERY_MS, pauses)).toBe(true);
  const two = claim(eventId, 'two', ['A1']);
  expect(await one).toMatchObject({ status: 409 });
  return { three: await claim(eventId, 'three', ['A1']), two: await two };
}

describe('a lease that ran out while its holder gave it back', () => {
  it('is deleted under the next holder by GET, then DEL: a third one is let in at once, and both sell', async () => {
    const { two, three } = await raceFor('distributed-get-del');
    expect([two.status, three.status]).toEqual([201, 201]);
    expect(three.sentAway).toBe(0);
  });

  it.each(['distributed', 'fenced'])('stays the next holder’s when %s gives it back', async (strategy) => {
    const { two, three } = await raceFor(strategy);
    expect([two.status, three.status]).toEqual([201, 409]);
    expect(three.sentAway).toBeGreaterThan(0);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '#deadlines';
import { type LeaseAttempt, Leases, RedisNodes } from '#redlock';
import { NODES, type ThreeNodes, startThreeNodes } from './three-nodes.ts';

const TTL_MS = 2_000;
const TIMES = { attemptMs: 750, votesMs: 250 };
const READY_MS = 5_000;
/** The attempt, the votes that are out, and what a busy machine adds. */
const ANSWERED_MS = 2_000;

let servers: ThreeNodes;
let nodes: RedisNodes;
let leases: Leases;

const allAnswer = async (): Promise<boolean> =>
  until(READY_MS, 20, async () => (await nodes.answering()) === NODES);

beforeAll(async () => {
  servers = await startThreeNodes('lastseat-leases');
  nodes = new RedisNodes(servers.urls, { commandMs: 250, connectMs: 500 }, () => undefined);
  leases = new Leases(nodes, TIMES);
});
beforeEach(async () => {
  servers.thaw();
  expect(await allAnswer()).toBe(true);
});
afterAll(async () => {
  nodes.close();
  await servers.stop();
});

let resource = 0;
const fresh = (): string => `seat-lock:test:${(resource += 1)}`;
const release = async (attempt: LeaseAttempt): Promise<void> => {
  if (attempt.kind === 'leased') await attempt.lease.release();
};

describe('a lease over three nodes', () => {
  it('is one holder’s at a time, and the next one’s after its release', async () => {
    const seat = fresh();
    const first = await leases.acquire([seat], TTL_MS);
    expect(first.kind).toBe('leased');
    expect((await leases.acquire([seat], TTL_MS)).kind).toBe('contended');
    await release(first);
    expect((await leases.acquire([seat], TTL_MS)).kind).toBe('leased');
  });

  it('says which nodes granted it, once the last one has voted', async () => {
    const seat = fresh();
    const names = nodes.clients.map(({ options }) => `${options.host}:${options.port}`);
    await nodes.clients[0]?.set(seat, 'somebody else', 'PX', TTL_MS);
    const attempt = await leases.acquire([seat], TTL_MS);
    if (attempt.kind !== 'leased') throw new Error('no lease');
    const { lease } = attempt;
    expect(await until(READY_MS, 5, () => Promise.resolve(lease.nodes.length > 0))).toBe(true);
    expect(lease.nodes.toSorted()).toEqual(names.slice(1).toSorted());
    await lease.release();
  });

  it('of several seats is of all or of none', async () => {
    const [one, two] = [fresh(), fresh()];
    await leases.acquire([two], TTL_MS);
    expect((await leases.acquire([one, two], TTL_MS)).kind).toBe('contended');
    expect((await leases.acquire([one], TTL_MS)).kind).toBe('leased');
  });

  it('says what is left of it, and ends by itself', async () => {
    const seat = fresh();
    const attempt = await leases.acquire([seat], 300);
    if (attempt.kind !== 'leased') throw new Error('no lease');
    expect(attempt.lease.remainingMs()).toBeGreaterThan(0);
    expect(attempt.lease.remainingMs()).toBeLessThan(300);
    const ended = await until(
      READY_MS,
      20,
      async () => (await leases.acquire([seat], TTL_MS)).kind === 'leased',
    );
    expect([ended, attempt.lease.remainingMs() < 0]).toEqual([true, true]);
    await attempt.lease.release();
  });
});

describe('nodes that are silent', () => {
  it('a minority does not matter, and has not granted', async () => {
    servers.freeze(0);
    const attempt = await leases.acquire([fresh()], TTL_MS);
    if (attempt.kind !== 'leased') throw new Error('no lease');
    const { lease } = attempt;
    expect(await until(READY_MS, 5, () => Promise.resolve(lease.nodes.length > 0))).toBe(true);
    expect(lease.nodes).toHaveLength(NODES - 1);
  });

  it('a majority: no quorum, in time', async () => {
    servers.freeze(0);
    servers.freeze(1);
    const asked = performance.now();
    expect((await leases.acquire([fresh()], TTL_MS)).kind).toBe('no-quorum');
    expect(performance.now() - asked).toBeLessThan(ANSWERED_MS);
  });

  it('one silent, one taken by somebody else, one free: contended, since two have answered', async () => {
    const seat = fresh();
    await nodes.clients[1]?.set(seat, 'somebody else', 'PX', TTL_MS);
    servers.freeze(0);
    expect((await leases.acquire([seat], TTL_MS)).kind).toBe('contended');
  });

  it('a grant that comes after its own lease has run out is none', async () => {
    servers.freeze(0);
    servers.freeze(1);
    setTimeout(() => servers.thaw(), 150);
    expect((await leases.acquire([fresh()], 100)).kind).not.toBe('leased');
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STRATEGIES } from '../src/claims/claims.module.ts';
import { HALL, type TwoReplicas, codes, floor, labels, twoReplicas } from './support/two-replicas.ts';

const STRICT = STRATEGIES.filter(({ guarantee }) => guarantee === 'strict').map(({ key }) => key);

let replicas: TwoReplicas;
beforeAll(async () => {
  replicas = await twoReplicas();
});
afterAll(() => replicas.close());

describe.each(STRICT)('a herd that buys by %s', (strategy) => {
  it('any 2 of 120: each gets two that are side by side, and none is refused', async () => {
    const eventId = await replicas.openEvent(HALL, { strategy, guard: false });
    const answers = await replicas.buyTogether(eventId, 40, 2);
    expect(codes(answers)).toEqual([]);
    const seats = answers.flatMap(({ claim }) => claim?.seats ?? []);
    expect(new Set(seats.map(({ label }) => label)).size).toBe(80);
    const apart = answers.filter(({ claim }) => {
      const [one, other] = claim?.seats ?? [];
      return one?.row !== other?.row || (other?.number ?? 0) - (one?.number ?? 0) !== 1;
    });
    expect(apart.map(labels)).toEqual([]);
    expect(await replicas.stored(eventId)).toEqual({ free: 40, sales: 80, twice: 0, refused: 0 });
  });

  it('any 1 of 20: the last seat is sold, and the others hear that there is none', async () => {
    const eventId = await replicas.openEvent(floor(20), { strategy, guard: false });
    const answers = await replicas.buyTogether(eventId, 30, 1);
    expect(answers.filter(({ claim }) => claim !== undefined)).toHaveLength(20);
    expect(answers.filter(({ problem }) => problem?.code === 'sold-out')).toHaveLength(10);
    expect(await replicas.stored(eventId)).toEqual({ free: 0, sales: 20, twice: 0, refused: 10 });
  });
});

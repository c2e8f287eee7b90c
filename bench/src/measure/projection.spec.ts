import { expect, it } from 'vitest';
import { lagOf } from './projection.js';

it('a seat is visible from the first look that shows as many', () => {
  const looks = [
    { atUs: 1_000, liveSeats: 0 },
    { atUs: 11_000, liveSeats: 2 },
    { atUs: 21_000, liveSeats: 3 },
  ];
  expect(lagOf([1_000, 5_000, 6_000], looks)).toEqual({ p50Ms: 10, p95Ms: 15, p99Ms: 15, maxMs: 15 });
});

it('what was never shown has no lag, and is not taken for none', () => {
  expect(lagOf([1_000, 2_000], [{ atUs: 3_000, liveSeats: 1 }])).toMatchObject({ maxMs: 2 });
  expect(lagOf([1_000], [])).toEqual({ p50Ms: null, p95Ms: null, p99Ms: null, maxMs: null });
});

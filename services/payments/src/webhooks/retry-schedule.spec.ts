import { expect, it } from 'vitest';
import { retryAfterMs } from './retry-schedule.js';

const HOUR_MS = 3_600_000;
const waits = Array.from({ length: 11 }, (_, index) => retryAfterMs(index + 1) ?? 0);

it('begins within a second, and spans days', () => {
  expect(waits[0]).toBeLessThanOrEqual(1_000);
  expect(waits.at(-1)).toBeGreaterThanOrEqual(12 * HOUR_MS);
  const total = waits.reduce((sum, wait) => sum + wait, 0);
  expect(total).toBeGreaterThan(37 * HOUR_MS);
  expect(total).toBeLessThan(76 * HOUR_MS);
});

it('gives up after the twelfth attempt', () => {
  expect(retryAfterMs(12)).toBeNull();
});

it('has jitter', () => {
  expect(new Set(Array.from({ length: 20 }, () => retryAfterMs(5))).size).toBeGreaterThan(1);
});

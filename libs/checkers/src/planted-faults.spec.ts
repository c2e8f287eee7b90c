import { expect, test } from 'vitest';
import type { Draft } from '../test/draft.js';
import { FAULTS } from '../test/planted-faults.js';
import { RandomSale } from '../test/random-sale.js';
import { seeded } from '../test/seeded.js';
import { registry } from './checkers.js';

const SALES = 300;
/** So many of them must have had a place for the fault. */
const PLANTED_LEAST = 40;
const SHAPE = { seats: 3, operations: 14, basket: 2 };

test.each(FAULTS)('$checker finds $kind: $name', ({ checker, kind, plant }) => {
  const random = seeded(2026);
  let planted = 0;
  for (let number = 0; number < SALES; number += 1) {
    const sale = structuredClone(new RandomSale(random, SHAPE).evidence()) as Draft;
    if (!plant(sale)) continue;
    planted += 1;
    const found = registry[checker]?.check(sale).filter((one) => one.kind === kind) ?? [];
    if (found.length === 0) expect({ number, sale }).toBe(`a sale with a ${kind}`);
    // and the page says so
    for (const { implies } of found) expect(registry[checker]?.finds[implies]?.[kind]).toBeDefined();
  }
  expect(planted).toBeGreaterThan(PLANTED_LEAST);
});

test('whatever is unsafe was planted once', () => {
  const planted = new Set(FAULTS.map(({ checker, kind }) => `${checker}: ${kind}`));
  const unsafe = Object.entries(registry).flatMap(([name, { finds }]) =>
    Object.keys(finds.UNSAFE ?? {}).map((kind) => `${name}: ${kind}`),
  );
  expect(unsafe.filter((one) => !planted.has(one))).toEqual([]);
});

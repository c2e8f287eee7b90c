import { expect, test } from 'vitest';
import { seatingFor } from '../seating.js';
import { basketsOf, wishesOf } from './wishes.js';

const demand = { buyers: 60, customers: 60, basket: 1, any: false, seed: 1 };
const { labels } = seatingFor(20);

test('one seat each: rivals are the buyers of one seat, and each is a customer of his own', () => {
  const groups = wishesOf(demand, labels);
  expect(groups.map((group) => group.length)).toEqual(labels.map(() => 3));
  for (const [index, group] of groups.entries()) {
    expect(group.map((wish) => wish.seats)).toEqual([[labels[index]], [labels[index]], [labels[index]]]);
  }
  expect(new Set(groups.flat().map((wish) => wish.customer)).size).toBe(60);
});

test('the seed decides who wants what: the same seed, the same wishes', () => {
  const baskets = { ...demand, basket: 4 };
  expect(wishesOf(baskets, labels)).toEqual(wishesOf(baskets, labels));
  expect(wishesOf({ ...baskets, seed: 2 }, labels)).not.toEqual(wishesOf(baskets, labels));
});

test('baskets overlap their neighbours by half', () => {
  expect(basketsOf(['A1', 'A2', 'A3'], 2)).toEqual([
    ['A1', 'A2'],
    ['A2', 'A3'],
  ]);
  expect(basketsOf(labels, 4).map((basket) => basket[0])).toEqual([
    ...['A1', 'A3', 'A5', 'A7', 'A9', 'B1', 'B3', 'B5', 'B7'],
  ]);
  expect(basketsOf(labels, 20)).toEqual([labels]);
});

test('rivals want the same basket and do not all name it in the same order', () => {
  const groups = wishesOf({ ...demand, basket: 2 }, labels);
  for (const group of groups) {
    expect(new Set(group.map((wish) => wish.seats.toSorted().join())).size).toBe(1);
  }
  const mixed = groups.filter((group) => new Set(group.map((wish) => wish.seats.join())).size > 1);
  expect(mixed.length).toBeGreaterThan(groups.length / 2);
});

test('fewer customers than buyers: the claims of one customer leave together, for different seats', () => {
  const groups = wishesOf({ ...demand, buyers: 160, customers: 20 }, seatingFor(160).labels);
  expect(groups).toHaveLength(20);
  for (const group of groups) {
    expect(new Set(group.map((wish) => wish.customer)).size).toBe(1);
    expect(new Set(group.map((wish) => wish.seats[0])).size).toBe(8);
  }
});

test('any so many: no seat is named, and all are rivals', () => {
  const groups = wishesOf({ ...demand, any: true, basket: 2 }, labels);
  expect(groups).toHaveLength(1);
  expect(new Set(groups[0]?.map((wish) => JSON.stringify([wish.seats, wish.quantity])))).toEqual(
    new Set(['[[],2]']),
  );
});

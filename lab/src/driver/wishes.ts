import { groupBy } from '../group-by.js';
import { seededRandom, shuffled } from '../seeded-random.js';

/** What one buyer wants: these seats, or any so many when none is named. */
export interface Wish {
  customer: string;
  seats: readonly string[];
  quantity: number;
}
export interface Demand {
  buyers: number;
  customers: number;
  basket: number;
  any: boolean;
  seed: number;
}

/**
 * Who wants what, in groups of rivals, who leave together: the buyers of one basket; of one customer, when customers
 * have several; all, when any seat will do. The seed decides which customer wants which seats, and in what order each
 * buyer names them.
 */
export function wishesOf(demand: Demand, labels: readonly string[]): Wish[][] {
  const { buyers, customers, basket, any, seed } = demand;
  const baskets = any ? [[]] : basketsOf(labels, basket);
  const numbers = shuffled(
    Array.from({ length: customers }, (_, index) => index + 1),
    seededRandom(seed),
  );
  const wishes = Array.from({ length: buyers }, (_, index) => ({
    customer: `customer-${numbers[Math.floor((index * customers) / buyers)]}`,
    seats: shuffled(baskets[index % baskets.length] ?? [], seededRandom(seed * 7_919 + index)),
    quantity: basket,
    basket: index % baskets.length,
  }));
  const rivals = (wish: (typeof wishes)[number]): string | number =>
    customers < buyers && !any ? wish.customer : wish.basket;
  const groups = [...groupBy(wishes, rivals).values()];
  return groups.map((group) => group.map(({ customer, seats, quantity }) => ({ customer, seats, quantity })));
}

/** Neighbours overlap by half, so that a claim collides with those beside it and not only with its equals. */
export function basketsOf(labels: readonly string[], size: number): string[][] {
  const step = Math.ceil(size / 2);
  const starts = Array.from(
    { length: Math.floor((labels.length - size) / step) + 1 },
    (_, index) => index * step,
  );
  return starts.map((start) => labels.slice(start, start + size));
}

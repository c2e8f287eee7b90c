import type { Section } from '#contracts';
import { rowName } from '../../../lab/src/seating.js';

export const SCENARIOS = ['free', 'hot', 'any', 'baskets'] as const;
export type Scenario = (typeof SCENARIOS)[number];

/** Of the open model: one in so many wants the seat that the one right before him wants, so that they meet. */
const CONTESTED_EVERY = 10;
export type Wishes = Scenario | 'contested';

export const SCENARIO_WORDS: Readonly<Record<Scenario, string>> = {
  free: 'each claim names a seat that nobody else wants',
  hot: 'all want one of twenty seats, which are sold at once; the rest are refusals, and these are counted',
  any: 'any one seat of a quota',
  baskets: 'each claim names four seats that nobody else wants',
};

const SEATS_PER_ROW = 100;
const HOT_SEATS = 20;
const BASKET = 4;
const PRICE = 6_500;

export const seatsPerClaim = (scenario: Wishes): number => (scenario === 'baskets' ? BASKET : 1);

/** Whether a no is what is counted. */
export const countsRefusals = (scenario: Scenario): boolean => scenario === 'hot';

/** An event with room for so many claims. */
export function hallFor(scenario: Wishes, claims: number): Section[] {
  if (scenario === 'any') return [{ name: 'Standing', quota: claims, price: PRICE }];
  if (scenario === 'hot') return [{ name: 'Stalls', rows: ['A'], seatsPerRow: HOT_SEATS, price: PRICE }];
  const rows = Math.ceil((claims * seatsPerClaim(scenario)) / SEATS_PER_ROW);
  const names = Array.from({ length: rows }, (_, index) => rowName(index));
  return [{ name: 'Stalls', rows: names, seatsPerRow: SEATS_PER_ROW, price: PRICE }];
}

/** The n-th claim's key and body: its customer and its key are nobody else's. */
export function claimLine(scenario: Wishes, index: number): string {
  const customerId = `customer-${index}`;
  return `key-${index}\t${JSON.stringify({ customerId, ...wish(scenario, index) })}`;
}

function wish(scenario: Wishes, index: number): { seats: string[] } | { quantity: number } {
  if (scenario === 'any') return { quantity: 1 };
  if (scenario === 'hot') return { seats: [`A${(index % HOT_SEATS) + 1}`] };
  if (scenario === 'contested') return { seats: [label(contested(index))] };
  const size = seatsPerClaim(scenario);
  return { seats: Array.from({ length: size }, (_, place) => label(index * size + place)) };
}

const contested = (index: number): number =>
  index % CONTESTED_EVERY === CONTESTED_EVERY - 1 ? index - 1 : index;

const label = (seat: number): string =>
  `${rowName(Math.floor(seat / SEATS_PER_ROW))}${(seat % SEATS_PER_ROW) + 1}`;

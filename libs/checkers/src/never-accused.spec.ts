import { expect, test } from 'vitest';
import { RandomSale } from '../test/random-sale.js';
import { seeded } from '../test/seeded.js';
import { checkers } from './checkers.js';

const HISTORIES = 100_000;
/** Some 5 s on a quiet machine. */
const TAKES_MS_MOST = 120_000;

test(
  `${HISTORIES.toLocaleString('en')} valid histories, no accusation`,
  () => {
    const random = seeded(6);
    const accused: object[] = [];
    for (let number = 0; number < HISTORIES && accused.length === 0; number += 1) {
      const shape = { seats: 1 + (number % 3), operations: 3 + (number % 8), basket: 1 + (number % 2) };
      const evidence = new RandomSale(random, shape).evidence();
      const findings = Object.values(checkers).flatMap((check) => check(evidence));
      // requests of so few may all be answered before the next is sent, or be lost: no race, and no accusation
      const accusations = findings.filter(({ implies }) => implies !== 'INCONCLUSIVE');
      if (accusations.length > 0) accused.push({ number, accusations, evidence });
    }
    expect(accused).toEqual([]);
  },
  TAKES_MS_MOST,
);

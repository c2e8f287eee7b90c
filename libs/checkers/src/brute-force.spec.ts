import { expect, test } from 'vitest';
import { disturbed } from '../test/disturb.js';
import { RandomSale } from '../test/random-sale.js';
import { seeded } from '../test/seeded.js';
import { EVENTS_MOST, hasAnOrder } from '../test/wing-gong.js';
import { examine } from './columns/examine.js';
import { columnsOf } from './columns/from-evidence.js';
import type { Evidence } from './evidence.js';

const HISTORIES = 100_000;
/** Some 5 s on a quiet machine. */
const TAKES_MS_MOST = 120_000;
/** Of the invalid ones and of the valid ones: less would be no comparison. */
const SHARE_LEAST = 0.3;

/** Rules that are not about one seat in real time, which is all that the search knows. */
const OTHER_RULES = new Set(['ledger-order', 'overdrawn']);

const isOrdered = (evidence: Evidence): boolean =>
  examine(columnsOf(evidence).columns).every(({ rule }) => OTHER_RULES.has(rule));

const eventsIn = ({ operations, ledger }: Evidence): number => operations.length + ledger.length;

/** One seat, valid and disturbed in turn. */
function* histories(seed: number): Generator<Evidence> {
  const random = seeded(seed);
  for (let number = 0; ; number += 1) {
    const shape = { seats: 1, operations: 2 + (number % 6), basket: 1 };
    const valid = new RandomSale(random, shape).evidence();
    if (eventsIn(valid) > EVENTS_MOST) continue;
    yield number % 3 === 0 ? valid : disturbed(random, valid);
  }
}

test(
  `of ${HISTORIES.toLocaleString('en')} small histories, each has an order exactly if the search finds one`,
  () => {
    let valid = 0;
    let number = 0;
    const disagreed: object[] = [];
    for (const evidence of histories(12)) {
      const found = hasAnOrder(evidence);
      if (isOrdered(evidence) !== found) disagreed.push({ number, found, evidence });
      if (found) valid += 1;
      number += 1;
      if (number === HISTORIES || disagreed.length > 0) break;
    }
    expect(disagreed).toEqual([]);
    expect(valid / HISTORIES).toBeGreaterThan(SHARE_LEAST);
    expect(1 - valid / HISTORIES).toBeGreaterThan(SHARE_LEAST);
  },
  TAKES_MS_MOST,
);

// @ts-check
import { randomSeed } from 'k6';
import exec from 'k6/execution';
import { Counter } from 'k6/metrics';
import { SEED } from './settings.js';

/** As the lab spreads its seeds; k6 counts iterations over all virtual users. */
const SPREAD = 1_000_003;
// +1 when it begins, -1 when it is through: of one that was interrupted, or threw, half is in the figures
const cutOff = new Counter('cut_off');

/**
 * One customer, from beginning to end, by chance that can be repeated: from here on Math.random gives what it gave to
 * the same iteration the last time.
 * @template Run
 * @param {(n: number, run: Run) => void} customer @returns {(run: Run) => void} what k6 calls, with what setup gave it
 */
export const iteration = (customer) => (run) => {
  const { iterationInTest } = exec.scenario;
  randomSeed(SEED * SPREAD + iterationInTest);
  cutOff.add(1);
  customer(iterationInTest, run);
  cutOff.add(-1);
};

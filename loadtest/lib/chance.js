// @ts-check
/** Chance that can be repeated. */
import { randomSeed } from 'k6';
import exec from 'k6/execution';
import { SEED } from './settings.js';

/** As the lab spreads its seeds; k6 counts iterations over all virtual users. */
const SPREAD = 1_000_003;

/** From here on Math.random gives what it gave to this iteration the last time. @returns {number} which iteration */
export function begin() {
  const { iterationInTest } = exec.scenario;
  randomSeed(SEED * SPREAD + iterationInTest);
  return iterationInTest;
}

/** @template One @param {readonly One[]} all @returns {One} */
export const oneOf = (all) => /** @type {One} */ (all[Math.floor(Math.random() * all.length)]);

/** @param {{ least: number, most: number }} range */
export const between = ({ least, most }) => least + Math.random() * (most - least);

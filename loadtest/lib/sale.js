// @ts-check
/** An event of its own for each sale, so that runs never disturb each other; and what became of it. */
import { need } from './client.js';
import { expectedVerdict } from './expected.js';
import { noteEnd, noteRun } from './history.js';
import { settledCounts } from './inventory.js';
import { countSettled, countUnsettled } from './metrics.js';
import { SEED, SETTINGS } from './settings.js';

/**
 * @typedef {{ strategy: string, guard?: boolean, workMs?: number, holdSeconds?: number, payment?: string }} Policy
 * @typedef {{ name: string, rows: string[], seatsPerRow: number, price: number } |
 *   { name: string, quota: number, price: number }} Section
 * @typedef {{ script: string, part?: number, label?: string, sections: Section[], policy: Policy,
 *   givesBack?: boolean }} NewSale part: which of the sales of this run; givesBack: some of its claims end again
 * @typedef {{ part: string, label: string, eventId: string, policy: Policy, capacity: number, replicas: string[],
 *   givesBack: boolean, expected: 'SAFE' | 'UNSAFE' }} Sale
 */

/** @param {NewSale} wanted @returns {Sale} */
export function openSale({ script, part = 0, label = '', sections, policy, givesBack = false }) {
  const event = need('POST', '/v1/events', { name: `k6: ${script} ${label}`.trim(), sections, policy });
  const { eventId, policyVersion, capacity } = event;
  const replicas = need('GET', '/v1/replicas').replicas.map((/** @type {any} */ one) => one.name);
  const { strategies } = need('GET', '/v1/strategies');
  const { guarantee } = strategies.find((/** @type {any} */ one) => one.key === event.policy.strategy);
  const expected = expectedVerdict(guarantee, replicas.length, event.policy.guard);
  const quota = sections.every((section) => 'quota' in section);
  const about = { eventId, policyVersion, policy: event.policy, capacity, quota, replicas: replicas.length };
  noteRun({ script, label, seed: SEED, settings: SETTINGS, ...about });
  countUnsettled(part);
  return {
    part: String(part),
    label,
    eventId,
    policy: event.policy,
    capacity,
    replicas,
    givesBack,
    expected,
  };
}

/** Once inventory has caught up, or had its time. @param {Sale} sale */
export function closeSale(sale) {
  noteEnd(sale.eventId);
  const counts = settledCounts(sale);
  countSettled(sale, counts);
  return counts;
}

import type { Evidence } from './evidence.js';
import type { Finding } from './finding.js';
import { finding } from './finding.js';

/** The service gives up after 4 s, the proxy after 4.5: who waits this long waits for nobody. */
const ANSWER_MS_MOST = 5_000;

/** Every request is answered in bounded time, whatever has failed. A request that nobody answers counts, too. */
export function answeredInTime({ operations }: Evidence): Finding[] {
  return operations.flatMap(({ customer, answers }) =>
    answers.flatMap(({ atUs, sentAtUs, code, answeredBy }) => {
      const tookMs = sentAtUs === undefined ? 0 : (atUs - sentAtUs) / 1_000;
      if (tookMs <= ANSWER_MS_MOST) return [];
      const by = answeredBy === null ? '' : ` by ${answeredBy}`;
      const text = `${customer} waited ${Math.round(tookMs)} ms (${code}${by}); ${ANSWER_MS_MOST} ms are allowed.`;
      return [finding('too-late', 'UNAVAILABLE', text)];
    }),
  );
}

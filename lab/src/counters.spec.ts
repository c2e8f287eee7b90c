import { expect, test } from 'vitest';
import { gained, samplesOf } from './counters.js';

const TEXT = `# HELP claim_retries_total attempts begun anew
# TYPE claim_retries_total counter
claim_retries_total{strategy="conditional",cause="40001"} 7
claim_retries_total{cause="contended",strategy="optimistic"} 1e3
claim_retries_total_of_another{strategy="conditional",cause="40001"} 5
`;

test('the samples of one metric, with their labels in any order', () => {
  expect(samplesOf(TEXT, 'claim_retries_total')).toEqual([
    { labels: { strategy: 'conditional', cause: '40001' }, value: 7 },
    { labels: { strategy: 'optimistic', cause: 'contended' }, value: 1_000 },
  ]);
  expect(samplesOf(TEXT, 'claim_retries')).toEqual([]);
});

test('what came in between; what stood still is left out', () => {
  expect(gained({ a: 1, b: 2 }, { a: 1, b: 5, c: 3 })).toEqual({ b: 3, c: 3 });
});

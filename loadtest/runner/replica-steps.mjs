// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { resultFile, runK6 } from './run-k6.mjs';
import { scaleTo } from './stack.mjs';

/** @typedef {import('./run-k6.mjs').Run} Run */

/**
 * The same run at each number of replicas, for k6 starts no processes; afterwards there are as many as before.
 * @param {Run} run @param {number[]} steps @returns {Promise<number>} the first exit code that is not 0
 */
export async function atEach(run, steps) {
  const rows = [];
  let worst = 0;
  try {
    for (const replicas of steps) {
      await scaleTo(replicas);
      const result = `${run.name}-at-${replicas}`;
      const code = await runK6({ ...run, result });
      worst ||= code;
      rows.push({ replicas, ...figuresOf(result) });
    }
  } finally {
    await scaleTo(run.target.replicas);
  }
  console.table(rows);
  return worst;
}

/** As the run itself wrote them; nothing of one that did not even begin, and said why. @param {string} result */
function figuresOf(result) {
  if (!existsSync(resultFile(result, 'json'))) return {};
  const { sales, settings, metrics } = JSON.parse(readFileSync(resultFile(result, 'json'), 'utf8'));
  const { warm_answers: answers, warm_latency: latency } = metrics;
  const answering = Object.entries(metrics).filter(
    ([name, metric]) => name.startsWith('answers{replica:') && metric.values.count > 0,
  );
  return {
    'that answered': answering.length,
    'answers/s': Math.round((answers?.values.count ?? 0) / Number(settings.SECONDS)),
    'p50 ms': Math.round(latency?.values.med ?? 0),
    'p95 ms': Math.round(latency?.values['p(95)'] ?? 0),
    verdict: sales[0]?.verdict ?? 'INCONCLUSIVE',
  };
}

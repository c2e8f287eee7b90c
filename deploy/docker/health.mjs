/** A container's health check: `node health.mjs URL` asks once and exits with 0 for a 2xx answer, else with 1. */
const ANSWER_WITHIN_MS = 2_000;

const url = process.argv[2];
if (url === undefined) throw new Error('usage: node health.mjs URL');
try {
  const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  console.log(`${url} answered ${answer.status}`);
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  console.log(`${url}: ${String(error)}`);
  process.exitCode = 1;
}

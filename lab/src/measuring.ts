import type { Laboratory } from './experiment.js';
import type { Measurement, Size, Step } from './measurements/measurement.js';
import type { Progress } from './report/progress.js';
import type { Results } from './results-file.js';

type Conditions = Pick<Results, 'measurement' | 'commit' | 'machine'>;

/** An empty file for these conditions, or the one before when it was made under the same. */
export function beginResults(
  conditions: Conditions,
  { parameters: fixed, usual }: Pick<Measurement, 'parameters' | 'usual'>,
  { rounds, sales }: Size,
  before: Results | null,
): Results {
  const parameters = { ...fixed, ...(usual.sales > 0 ? { sales } : { rounds }) };
  const fresh = { ...conditions, parameters, date: new Date().toISOString(), complete: false, rows: [] };
  const same = before !== null && sameText(before, fresh);
  return same ? { ...fresh, date: before.date, rows: before.rows } : fresh;
}

const sameText = (...[one, other]: [Results, Results]): boolean => {
  const text = ({ commit, machine, parameters }: Results): string =>
    JSON.stringify([commit, machine, parameters]);
  return text(one) === text(other);
};

/**
 * One step after another, but those that the results have. They are written after each, so that whoever is interrupted
 * goes on from there.
 */
export async function measureRest<Lab extends Laboratory>(
  results: Results,
  steps: readonly Step<{ asExpected: boolean }>[],
  labWith: (replicas: number) => Promise<Lab>,
  progress: Progress,
  write: (results: Results) => void,
): Promise<void> {
  for (const step of steps) {
    if (!results.rows.some((row) => row.step === step.name)) {
      const lab = await labWith(step.replicas);
      const row = await step.measure(lab, progress.doing);
      results.rows.push({ step: step.name, ...row });
      results.date = new Date().toISOString();
      write(results);
    }
    progress.done(step.name);
  }
  results.complete = true;
  write(results);
}

import { relative } from 'node:path';
import type { Given } from '../flags.js';
import { numberIfGiven, readFlags } from '../flags.js';
import type { OpenLaboratory } from '../laboratory.js';
import { openLaboratory, withReplicas } from '../laboratory.js';
import type { Measurement, Size } from '../measurements/measurement.js';
import { measurements } from '../measurements.js';
import { measurementSection } from '../report/measurements-page.js';
import { progressOn } from '../report/progress.js';
import type { Results } from '../results-file.js';
import { machineOf, readResults, resultsPath, writeResults } from '../results-file.js';
import { UserError } from '../user-error.js';

const RANGES = { rounds: { least: 1, most: 1_000 }, sales: { least: 1, most: 10_000_000 } };
const NAMES = Object.entries(measurements).map(([name, one]) => `  ${name.padEnd(12)} ${one.title}`);

const HELP = `Measures, and writes lab/results/NAME.json, of which docs/measurements.md is made.

  npm run measure -- NAME

${NAMES.join('\n')}

  --rounds N   each race so often (default: the measurement's own)
  --sales N    contested: so many contested sales per strategy (default ${measurements['contested']?.usual.sales})
  --fresh      from the beginning; else what the file already has of this commit is not measured again

Exit code: 0 everything was as expected, 1 something was not, 2 it could not be measured.
`;

const FLAGS = {
  rounds: { type: 'string' },
  sales: { type: 'string' },
  fresh: { type: 'boolean' },
} as const;

export async function measure([name = '--help', ...args]: readonly string[]): Promise<number> {
  const given = readFlags(name === '--help' ? [name, ...args] : args, FLAGS, 'npm run measure -- --help');
  if (given['help'] === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const wanted = Object.hasOwn(measurements, name) ? measurements[name] : undefined;
  if (wanted === undefined) {
    const names = Object.keys(measurements).join(', ');
    throw new UserError(`There is no measurement "${name}". Type one of: ${names}`);
  }
  const size = sizeOf(given, wanted);
  const lab = await openLaboratory();
  const path = resultsPath(lab.stack.project, name);
  const results = begun(name, wanted, size, lab, given['fresh'] === true ? null : readResults(path));
  await measureRest(results, wanted, size, lab, (partial) => writeResults(path, partial));
  process.stdout.write(`\n${measurementSection(results)}\n  ${relative('.', path)}\n`);
  return results.rows.every((row) => row.asExpected) ? 0 : 1;
}

const sizeOf = (given: Given, { usual }: Measurement): Size => ({
  rounds: numberIfGiven(given, 'rounds', usual.rounds, RANGES.rounds) ?? usual.rounds,
  sales: numberIfGiven(given, 'sales', 100_000, RANGES.sales) ?? usual.sales,
});

/** What was measured before under the same conditions stands. */
function begun(
  name: string,
  { parameters: fixed, usual }: Measurement,
  { rounds, sales }: Size,
  { stack, commit }: OpenLaboratory,
  before: Results | null,
): Results {
  const parameters = { ...fixed, ...(usual.sales > 0 ? { sales } : { rounds }) };
  const date = new Date().toISOString();
  const machine = machineOf(stack);
  const fresh = { measurement: name, date, commit, complete: false, machine, parameters, rows: [] };
  const conditions = (results: Results): string =>
    JSON.stringify([results.commit, results.machine, results.parameters]);
  return before !== null && conditions(before) === conditions(fresh)
    ? { ...fresh, rows: before.rows }
    : fresh;
}

/** One step after another; the file is whole after each, so it can be interrupted and go on. */
async function measureRest(
  results: Results,
  wanted: Measurement,
  size: Size,
  opened: OpenLaboratory,
  write: (results: Results) => void,
): Promise<void> {
  const steps = wanted.steps(await opened.api.strategies(), size);
  const progress = progressOn(process.stdout, steps.length);
  let lab = opened;
  for (const step of steps) {
    if (!results.rows.some((row) => row.step === step.name)) {
      if (lab.stack.replicas.length !== step.replicas) progress.doing(`scaling to ${step.replicas}`);
      lab = await withReplicas(lab, step.replicas);
      const row = await step.measure(lab, progress.doing);
      results.rows.push({ step: step.name, ...row });
      results.date = new Date().toISOString();
      write(results);
    }
    progress.done(step.name);
  }
  progress.end();
  results.complete = true;
  write(results);
}

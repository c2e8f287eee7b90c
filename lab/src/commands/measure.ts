import { relative } from 'node:path';
import type { Given } from '../flags.js';
import { numberIfGiven, readFlags } from '../flags.js';
import type { OpenLaboratory } from '../laboratory.js';
import { openLaboratory, withReplicas } from '../laboratory.js';
import { beginResults, measureRest } from '../measuring.js';
import type { Measurement, Size } from '../measurements/measurement.js';
import { measurements } from '../measurements.js';
import { measurementSection } from '../report/measurements-page.js';
import { progressOn } from '../report/progress.js';
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
  let lab = await openLaboratory();
  const path = resultsPath(lab.stack.project, name);
  const conditions = { measurement: name, commit: lab.commit, machine: machineOf(lab.stack) };
  const before = given['fresh'] === true ? null : readResults(path);
  const results = beginResults(conditions, wanted, size, before);
  const steps = wanted.steps(await lab.api.strategies(), size);
  const progress = progressOn(process.stdout, steps.length);
  const labWith = async (replicas: number): Promise<OpenLaboratory> => {
    if (lab.stack.replicas.length !== replicas) progress.doing(`scaling to ${replicas}`);
    return (lab = await withReplicas(lab, replicas));
  };
  await measureRest(results, steps, labWith, progress, (partial) => writeResults(path, partial));
  progress.end();
  process.stdout.write(`\n${measurementSection(results)}\n  ${relative('.', path)}\n`);
  return results.rows.every((row) => row.asExpected) ? 0 : 1;
}

const sizeOf = (given: Given, { usual }: Measurement): Size => ({
  rounds: numberIfGiven(given, 'rounds', usual.rounds, RANGES.rounds) ?? usual.rounds,
  sales: numberIfGiven(given, 'sales', 100_000, RANGES.sales) ?? usual.sales,
});

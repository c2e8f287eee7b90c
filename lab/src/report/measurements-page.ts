import type { Table } from '../measurements/measurement.js';
import { measurements } from '../measurements.js';
import type { Results } from '../results-file.js';

const COMMIT_LETTERS = 10;

/** docs/measurements.md: every number on it comes from a file in lab/results. */
export function measurementsPage(all: readonly Results[]): string {
  const sections = Object.keys(measurements).flatMap((name) => {
    const results = all.find((one) => one.measurement === name);
    return results === undefined ? [] : [measurementSection(results)];
  });
  return `${HEAD}\n${sections.join('\n')}`;
}

const HEAD = `# Measurements

Written from the files in [\`lab/results\`](../lab/results) by a test (\`npm test -- -u\`); each section says what was
measured, when and on which machine. \`npm run measure -- NAME\` measures again. Latencies are those of one machine that
runs clients, replicas and servers together: compare rows of one table, not tables of two machines.
`;

export function measurementSection(results: Results): string {
  const { measurement: name, rows } = results;
  const definition = measurements[name];
  if (definition === undefined) throw new Error(`there is no measurement ${name}`);
  const tables = definition.tables(rows).filter((table) => table.rows.length > 0);
  return [`## ${definition.title}`, definition.tells, provenance(results), ...tables.map(tableText), '']
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

function provenance({ measurement: name, date, commit, complete, machine, parameters }: Results): string {
  const { cpu, cpus, memoryGiB, kernel, node, postgres } = machine;
  const at = commit === null ? '' : `, commit ${commit.slice(0, COMMIT_LETTERS)}`;
  const values = Object.entries(parameters).map(([key, value]) => `${key} ${value}`);
  return [
    `\`npm run measure -- ${name}\`: ${values.join(', ')}.`,
    `${date.slice(0, 10)}${at}; ${cpus} × ${cpu}, ${memoryGiB} GiB, Linux ${kernel}, Node.js ${node},`,
    `PostgreSQL ${postgres}.${complete ? '' : ' Interrupted: the table is not complete.'}`,
  ].join(' ');
}

function tableText({ title, head, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const lines = [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)];
  return [...(title === null ? [] : [`**${title}**`, '']), ...lines].join('\n');
}

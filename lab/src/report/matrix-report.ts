import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Cell, CellRecord, MatrixRun } from '../matrix/cell.js';
import { folderOf, writeResult } from '../runs-folder.js';
import { cellHtml } from './html/cell-page.js';
import { matrixHtml } from './html/matrix-page.js';
import { perfetto } from './perfetto.js';

/** As seen from the page of a cell. */
const MATRIX_PAGE = '../../matrix.html';

/** Beside the history of each cell: its result, its page and its trace. */
export async function writeCells(home: string, records: readonly CellRecord[]): Promise<void> {
  for (const record of records) {
    const folder = folderOf(home, record.cell.run);
    await writeResult(folder, record.cell);
    const beside = dirname(folder.result);
    await writeFile(join(beside, 'report.html'), cellHtml(record, againOf(record.cell)));
    await writeFile(join(beside, 'trace.json'), JSON.stringify(perfetto(record)));
  }
}

/** Gives where it is. */
export async function writeMatrixPage(home: string, runs: readonly MatrixRun[]): Promise<string> {
  const page = join(home, 'matrix.html');
  await mkdir(home, { recursive: true });
  await writeFile(
    page,
    matrixHtml(runs, ({ run }) => `runs/${run}/report.html`),
  );
  return page;
}

function againOf(cell: Cell): Parameters<typeof cellHtml>[1] {
  const { strategy, fault, replicas, guard, seed, strikes } = cell;
  const alone = `${fault === 'none' ? 'no-fault' : fault}${replicas === 1 ? '-at-1' : ''}${guard ? '-guarded' : ''}`;
  return {
    command: `npm run matrix -- --run ${alone} --only ${strategy} --seed ${seed}`,
    parameters: { strategy, fault, replicas, guard, seed, strikes },
    matrix: MATRIX_PAGE,
  };
}

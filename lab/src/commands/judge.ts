import { relative } from 'node:path';
import { readFlags } from '../flags.js';
import { keepK6Sale } from '../history/k6-run.js';
import { isK6Output, readK6Output } from '../history/k6-output.js';
import type { RecordedHistory } from '../history/stored-history.js';
import { readHistory } from '../history/stored-history.js';
import { judgeHistory } from '../judging.js';
import type { OpenLaboratory } from '../laboratory.js';
import { openLaboratory } from '../laboratory.js';
import { progressOn } from '../report/progress.js';
import type { JudgedRun } from '../report/judged-text.js';
import { judgedText } from '../report/judged-text.js';
import { folderOf, historyOf, writeResult } from '../runs-folder.js';
import { UserError } from '../user-error.js';

const HELP = `The verdict on a history that was recorded before, from it and from the rows that are there now.

  npm run judge -- --history FILE

  --history FILE   a history.jsonl (docs/history.md), or what k6 run --out json=FILE wrote
                   for a script of loadtest/: each of its sales becomes a run in .lastseat/runs
  --json           one JSON object on stdout and nothing else

Exit code: 0 every verdict is the one that the strategy promises, 1 one is not, 2 there is none.
`;

const FLAGS = { history: { type: 'string' }, json: { type: 'boolean' } } as const;

export async function judge(args: readonly string[]): Promise<number> {
  const given = readFlags(args, FLAGS, 'npm run judge -- --help');
  if (given['help'] === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const file = given['history'];
  if (typeof file !== 'string') throw new UserError('Which history? Type: npm run judge -- --history FILE');
  const lab = await openLaboratory();
  const recorded = (await isK6Output(file)) ? await ofK6(lab, file) : [async () => await readHistory(file)];
  const runs = await judged(lab, recorded);
  const json = { runs: runs.map(({ result, ...run }) => ({ ...result, ...run })) };
  process.stdout.write(given['json'] === true ? `${JSON.stringify(json)}\n` : `\n${judgedText(runs)}\n\n`);
  return runs.every(({ result }) => result.asExpected) ? 0 : 1;
}

/** Read when it is its turn: a run is named by the time at which it is kept. */
type Recorded = () => Promise<RecordedHistory>;

async function ofK6(lab: OpenLaboratory, file: string): Promise<Recorded[]> {
  const sales = await readK6Output(file);
  if (sales.length === 0) throw new UserError(`${file} tells of no sale that was opened.`);
  return sales.map((sale) => async () => await keepK6Sale(sale, lab));
}

async function judged(lab: OpenLaboratory, recorded: readonly Recorded[]): Promise<JudgedRun[]> {
  const strategies = await lab.api.strategies();
  const progress = progressOn(process.stderr, recorded.length);
  const runs: JudgedRun[] = [];
  for (const read of recorded) {
    const history = await read();
    progress.doing(`judging ${history.header.run}`);
    const result = await judgeHistory(lab, history, strategies);
    const { k6 } = history.header;
    if (k6 !== undefined) await writeResult(folderOf(lab.home, result.run), result);
    const sale = k6?.sale || result.strategy;
    runs.push({ result, sale, history: relative('.', historyOf(lab.home, result.run)) });
  }
  progress.end();
  return runs;
}

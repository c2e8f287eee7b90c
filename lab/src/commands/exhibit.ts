import type { Shown } from '../exhibiting.js';
import { asShown, show } from '../exhibiting.js';
import { exhibits } from '../exhibits.js';
import { readFlags } from '../flags.js';
import { exhibitJson } from '../report/exhibit-json.js';
import { exhibitText } from '../report/exhibit-text.js';
import { progressOn } from '../report/progress.js';
import { UserError } from '../user-error.js';

const ALL = 'all';
const NAMES = Object.keys(exhibits);
const LIST = Object.entries(exhibits).map(([name, { title }]) => `  ${name.padEnd(24)} ${title}`);

const HELP = `Shows one thing that goes wrong, and then the same with the cure.

  npm run exhibit -- NAME

${LIST.join('\n')}
  ${ALL.padEnd(24)} one after another

  --json   one JSON object on stdout and nothing else

Exit code: 0 the failure was caught and the cure held, 1 one of the two was not as expected, 2 it could not be shown.
A page on each is in docs/exhibits.
`;

const FLAGS = { json: { type: 'boolean' } } as const;

export async function exhibit([name = '--help', ...args]: readonly string[]): Promise<number> {
  const isFlag = name.startsWith('-');
  const given = readFlags(isFlag ? [name, ...args] : args, FLAGS, 'npm run exhibit -- --help');
  if (given['help'] === true || isFlag) {
    process.stdout.write(HELP);
    return 0;
  }
  const wanted = name === ALL ? NAMES : NAMES.filter((one) => one === name);
  if (wanted.length === 0) {
    throw new UserError(`There is no exhibit "${name}". Type one of: ${[...NAMES, ALL].join(', ')}`);
  }
  const shown = await showAll(wanted, given['json'] === true);
  return shown.every(asShown) ? 0 : 1;
}

/** Each is told as soon as it has been shown; for programs, all of them at the end. */
async function showAll(names: readonly string[], json: boolean): Promise<Shown[]> {
  const progress = progressOn(json ? process.stderr : process.stdout, names.length);
  const all: Shown[] = [];
  for (const name of names) {
    const wanted = exhibits[name];
    if (wanted === undefined) continue;
    const shown = await show(name, wanted, (what) => progress.doing(`${name}: ${what}`));
    all.push(shown);
    progress.done(`${name}: ${asShown(shown) ? 'as expected' : 'not as expected'}`);
    progress.end();
    if (!json) process.stdout.write(`\n${exhibitText(shown)}\n\n`);
  }
  if (json) process.stdout.write(`${JSON.stringify(exhibitJson(all))}\n`);
  return all;
}

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const PROJECT = fileURLToPath(new URL('../../../../', import.meta.url));
const PATH = `${PROJECT}lab/results/life-of-a-claim.json`;
const TESTED = ['services/booking/src', 'services/payments/src'];

const Counts = z.record(z.string(), z.int());
const SoakResults = z.object({
  what: z.string(),
  /** When the last of it was over. */
  date: z.iso.datetime(),
  commit: z.string(),
  /** Git's names for the folders that were tested: another commit may have the same. */
  tested: z.record(z.string(), z.string()),
  runs: z.array(z.object({ seed: z.int(), sequences: z.int(), seconds: z.int() })),
  /** How often each operation had which answer, and each claim became what. */
  seen: Counts,
  /** By race, how often it ended how. */
  races: z.record(z.string(), Counts),
});
export type SoakResults = z.infer<typeof SoakResults>;

const git = (...args: string[]): string =>
  execFileSync('git', args, { cwd: PROJECT, encoding: 'utf8' }).trim();

/** What there is of the code as it is now; it goes on from there. */
export function readResults(): SoakResults {
  if (git('status', '--porcelain', '--', ...TESTED) !== '') {
    throw new Error('commit first: a result is of a commit');
  }
  const tested = Object.fromEntries(TESTED.map((folder) => [folder, git('rev-parse', `HEAD:${folder}`)]));
  const fresh: SoakResults = {
    what: 'random sequences of operations on claims and payments, and forced races, on real PostgreSQL; npm run soak',
    ...{ date: new Date().toISOString(), commit: git('rev-parse', 'HEAD'), tested },
    ...{ runs: [], seen: {}, races: {} },
  };
  const known = readIfThere();
  return known !== undefined && TESTED.every((folder) => known.tested[folder] === tested[folder])
    ? known
    : fresh;
}

export function writeResults(results: SoakResults): void {
  const seen = Object.fromEntries(
    Object.entries(results.seen).toSorted(([one], [other]) => one.localeCompare(other)),
  );
  writeFileSync(PATH, `${JSON.stringify({ ...results, date: new Date().toISOString(), seen }, null, 2)}\n`);
}

function readIfThere(): SoakResults | undefined {
  try {
    return SoakResults.parse(JSON.parse(readFileSync(PATH, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

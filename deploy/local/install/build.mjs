// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTask } from '../process/task.mjs';
import { pinnedNode } from '../stack/node.mjs';

const BUILD_TIMEOUT_MS = 120_000;
const SOURCE_FOLDERS = ['libs', 'services', 'lab', 'bench'];
const SETTINGS = ['tsconfig.json', 'tsconfig.build.json', 'package.json', 'package-lock.json'];

/** @param {string} project */
const stampFile = (project) => join(project, 'dist', '.built-from');

/**
 * A fingerprint of everything the compiler reads: names, sizes and times, not contents, so that it takes
 * milliseconds.
 * @param {string} project
 * @returns {string}
 */
export function fingerprintSources(project) {
  const sources = SOURCE_FOLDERS.filter((folder) => existsSync(join(project, folder))).flatMap((folder) =>
    readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );
  const hash = createHash('sha256');
  for (const name of [...sources.toSorted(), ...SETTINGS]) {
    const { size, mtimeMs } = statSync(join(project, name));
    hash.update(`${name} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/**
 * @param {string} project
 * @returns {string | null} the fingerprint of what was built last
 */
export function builtFrom(project) {
  const stamp = stampFile(project);
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : null;
}

/** @param {string} project */
export const buildIsCurrent = (project) => builtFrom(project) === fingerprintSources(project);

/**
 * @param {import('../stack/layout.mjs').Layout} layout
 * @param {Pick<import('../process/spawn.mjs').ProcessPlan, 'note'> & { signal: AbortSignal }} hooks
 */
export async function build({ project, log }, { signal, ...hooks }) {
  // taken before: a file that changes during the build makes the next start build again
  const fingerprint = fingerprintSources(project);
  const compiler = join('node_modules', 'tsc7', 'bin', 'tsc');
  await runTask({
    name: 'The build (tsc)',
    command: [pinnedNode(project).path, compiler, '-p', 'tsconfig.build.json'],
    cwd: project,
    log: log('build'),
    timeoutMs: BUILD_TIMEOUT_MS,
    signal,
    ...hooks,
  });
  writeFileSync(stampFile(project), fingerprint);
}

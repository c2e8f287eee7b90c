// @ts-check
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Written last into a finished folder: one without it is half a download. */
const FINISHED = 'finished.json';

/**
 * Where downloaded servers are kept, for all clones of the project together.
 * @param {NodeJS.ProcessEnv} [env]
 */
export function cacheFolder(env = process.env) {
  if (env['LASTSEAT_CACHE']) return env['LASTSEAT_CACHE'];
  if (process.getuid?.() === 0) return '/var/cache/lastseat'; // PostgreSQL's user cannot look into /root
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'lastseat');
}

/**
 * @template T
 * @param {string} folder
 * @returns {T | null} the facts noted when the folder was finished
 */
export function finishedFacts(folder) {
  const file = join(folder, FINISHED);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/**
 * Fills a folder beside its place and moves it in when it is whole: a broken download is never used.
 * @template T
 * @param {string} folder
 * @param {(draft: string) => Promise<T>} fill
 * @returns {Promise<T>}
 */
export async function fillFolder(folder, fill) {
  mkdirSync(dirname(folder), { recursive: true, mode: 0o755 });
  const draft = mkdtempSync(`${folder}.`);
  try {
    const facts = await fill(draft);
    writeFileSync(join(draft, FINISHED), JSON.stringify(facts));
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
    return facts;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

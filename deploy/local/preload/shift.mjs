// @ts-check
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cacheFolder, fillFolder, finishedFacts } from '../servers/cache.mjs';
import { download, downloaded } from '../servers/debian.mjs';
import { installed } from '../servers/find.mjs';
import { aptReason } from '../servers/apt.mjs';

const SOURCE = fileURLToPath(new URL('shift.c', import.meta.url));
const COMPILE_TIMEOUT_MS = 20_000;
const FLAGS = ['-shared', '-fPIC', '-nostdlib'];
const HASH_LETTERS = 12;
/** Servers run as other users, and read both library and control file. */
const PASSABLE = 0o755;
const READABLE = 0o644;
const CONTROL_BYTES = 16;
const run = promisify(execFile);

/** In the cache, as PostgreSQL's user reaches it; another source or machine is another library. */
function place() {
  const source = createHash('sha256').update(readFileSync(SOURCE)).digest('hex').slice(0, HASH_LETTERS);
  return join(cacheFolder(), `shift-${source}-${process.arch}`);
}

/** @returns {string | null} the library, if it was compiled before */
function compiled() {
  const folder = place();
  return finishedFacts(folder) === null ? null : join(folder, 'shift.so');
}

/** @returns {Promise<import('../servers/find.mjs').Binary | string>} a compiler, or why there is none */
async function findCompiler() {
  const here = () => installed('compiler')[0] ?? downloaded('compiler');
  const found = here();
  if (found) return found;
  const reason = (await download(['compiler'])).get('compiler');
  return here() ?? reason ?? 'its package holds none';
}

/**
 * Compiles the library that shifts clocks and slows syncs down, unless that was done before.
 * @returns {Promise<string | null>} why there is none
 */
export async function prepareShift() {
  if (compiled() !== null) return null;
  const compiler = await findCompiler();
  if (typeof compiler === 'string')
    return `Shifting clocks and slowing disks down needs a C compiler (${compiler}). Type: sudo apt-get install gcc`;
  const { path, libraries } = compiler;
  try {
    await fillFolder(place(), async (draft) => {
      chmodSync(draft, PASSABLE);
      // a compiler that was only unpacked has its own parts beside its libraries
      const parts = libraries.flatMap((folder) => ['-B', join(folder, 'tcc')]);
      const args = [...parts, ...FLAGS, '-o', join(draft, 'shift.so'), SOURCE];
      await run(path, args, { timeout: COMPILE_TIMEOUT_MS });
      return { compiler: path };
    });
    return null;
  } catch (error) {
    return `Shifting clocks and slowing disks down needs a C compiler, and ${path} failed: ${aptReason(error)}`;
  }
}

/**
 * Where a process of the stack looks how far its clock is to be shifted (ns, 8 bytes) and how much longer its syncs
 * take (the same again).
 * @param {import('../stack/layout.mjs').Layout} layout
 * @param {string} name of the process
 */
export const controlFile = ({ postgresData }, name) => join(dirname(postgresData), 'shift', name);

/**
 * What a process is to be started with so that it can be shifted.
 * @param {import('../stack/layout.mjs').Layout} layout
 * @param {string} name of the process
 * @returns {Record<string, string>} nothing where the library is not compiled
 */
export function shiftEnvironment(layout, name) {
  const library = compiled();
  if (library === null) return {};
  const file = controlFile(layout, name);
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    chmodSync(dirname(file), PASSABLE);
    writeFileSync(file, Buffer.alloc(CONTROL_BYTES));
    chmodSync(file, READABLE);
  }
  return { LD_PRELOAD: library, LASTSEAT_SHIFT: file };
}

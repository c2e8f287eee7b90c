// @ts-check
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const runFile = promisify(execFile);
const COMMAND_TIMEOUT_MS = 90_000;
const OUTPUT_LIMIT_BYTES = 16 * 1024 * 1024;
const CONNECTION_TIMEOUT_S = 15;
const DEBIAN_KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * An apt with lists and caches of its own: it needs no root and changes nothing on the machine.
 * Signatures are verified as always.
 * @typedef {{ folder: string, options: string[], signal: AbortSignal | undefined }} PrivateApt
 */

/**
 * @param {string} folder
 * @param {AbortSignal | undefined} signal
 * @param {string | null} [sources] lines of a sources.list instead of the machine's own
 * @returns {PrivateApt}
 */
export function privateApt(folder, signal, sources = null) {
  const [lists, archives] = [join(folder, 'state/lists'), join(folder, 'cache/archives')];
  for (const path of [lists, archives]) mkdirSync(join(path, 'partial'), { recursive: true });
  const settings = {
    'Dir::State': join(folder, 'state'),
    'Dir::State::lists': lists,
    'Dir::State::status': '/var/lib/dpkg/status',
    'Dir::Cache': join(folder, 'cache'),
    'Dir::Cache::archives': archives,
    'APT::Sandbox::User': userInfo().username,
    // a mirror's copy of testing may be some days old; who signed it is still verified
    'Acquire::Check-Valid-Until': 'false',
    'Acquire::Languages': 'none',
    'Acquire::PDiffs': 'false',
    // container images switch this cache off, and then every one of our calls would read all lists again
    'Dir::Cache::pkgcache': 'pkgcache.bin',
    'Dir::Cache::srcpkgcache': 'srcpkgcache.bin',
    'Acquire::Retries': '1',
    'Acquire::http::Timeout': String(CONNECTION_TIMEOUT_S),
    'Acquire::https::Timeout': String(CONNECTION_TIMEOUT_S),
    'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled': 'false',
    'Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled': 'false',
    'Debug::NoLocking': '1',
    ...(sources === null ? {} : ownSources(folder, sources)),
  };
  return {
    folder,
    signal,
    options: Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]),
  };
}

/**
 * @param {string} folder
 * @param {string} lines
 * @returns {Record<string, string>}
 */
function ownSources(folder, lines) {
  const file = join(folder, 'sources.list');
  writeFileSync(file, lines);
  return { 'Dir::Etc::sourcelist': file, 'Dir::Etc::sourceparts': '/dev/null' };
}

/**
 * @param {PrivateApt} apt
 * @param {string} program
 * @param {string[]} args
 * @param {string} [cwd]
 * @returns {Promise<string>} what it printed
 */
export async function runApt({ options, folder, signal }, program, args, cwd = folder) {
  const { stdout } = await runFile(program, [...options, ...args], {
    cwd,
    env: { ...process.env, LC_ALL: 'C' },
    timeout: COMMAND_TIMEOUT_MS,
    maxBuffer: OUTPUT_LIMIT_BYTES,
    ...(signal && { signal }),
  });
  return stdout;
}

/**
 * @param {unknown} error
 * @returns {string} the line in which apt says why
 */
export function aptReason(error) {
  if (!(error instanceof Error)) return String(error);
  const output = 'stderr' in error ? String(error.stderr) : '';
  const lines = output.split('\n').filter((line) => /^[EW]:/.test(line));
  const line = lines.find((text) => text.includes('Failed to fetch')) ?? lines.at(-1);
  return (line ?? error.message.split('\n')[0] ?? '').replace(/^[EW]:\s*/, '');
}

/**
 * @param {PrivateApt} apt
 * @returns {Promise<string | null>} what went wrong, if anything did
 */
export async function updateLists(apt) {
  try {
    await runApt(apt, 'apt-get', ['update', '-q', '--error-on=any']);
    return null;
  } catch (error) {
    // a source out of reach, or a hook of the machine that needs root: what was fetched may be enough, and
    // if not, the download that follows says so
    if (apt.signal?.aborted) throw error;
    return aptReason(error);
  }
}

/**
 * @param {PrivateApt} apt
 * @param {string} name of a package
 * @returns {Promise<string | null>} the upstream version that would be installed
 */
export async function candidateVersion(apt, name) {
  const policy = await runApt(apt, 'apt-cache', ['policy', name]);
  const full = /^\s*Candidate:\s*(?:\d+:)?(\d[\w.]*)/m.exec(policy)?.[1];
  return full?.match(/^\d+(?:\.\d+)*/)?.[0] ?? null;
}

/**
 * A source line for Debian testing, on the mirror that this Debian itself uses.
 * @param {PrivateApt} apt whose lists were updated
 * @returns {Promise<string | null>} null when this is not a Debian
 */
export async function debianTesting(apt) {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const codename = /^VERSION_CODENAME=(\S+)/m.exec(release)?.[1];
  if (!/^ID=debian$/m.test(release) || codename === undefined) return null;
  const format = ['--format', '$(REPO_URI) $(RELEASE) $(COMPONENT)', 'Created-By: Packages'];
  const targets = (await runApt(apt, 'apt-get', ['indextargets', ...format])).split('\n');
  const mirror = targets
    .map((line) => line.split(' '))
    .find(([, name, part]) => name === codename && part === 'main');
  if (!mirror) return null;
  const signedBy = existsSync(DEBIAN_KEYRING) ? `[signed-by=${DEBIAN_KEYRING}] ` : '';
  return `deb ${signedBy}${mirror[0]} testing main\n`;
}

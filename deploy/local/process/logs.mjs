// @ts-check
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';

const TAIL_BYTES = 16 * 1024;
const TAIL_LINES = 12;

/**
 * Opens a fresh log. The one before is kept beside it, and no older one: logs stay bounded by two runs.
 * @param {string} path
 * @returns {number} a file descriptor
 */
export function openLog(path) {
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path)) renameSync(path, `${path}.1`);
  return openSync(path, 'a', 0o600);
}

/**
 * @param {string} path
 * @param {number} [lines]
 * @returns {string[]} its last lines; none when there is no such file
 */
export function tailOf(path, lines = TAIL_LINES) {
  if (!existsSync(path)) return [];
  const file = openSync(path, 'r');
  try {
    const size = fstatSync(file).size;
    const length = Math.min(size, TAIL_BYTES);
    const buffer = Buffer.alloc(length);
    readSync(file, buffer, 0, length, size - length);
    return buffer
      .toString('utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(-lines);
  } finally {
    closeSync(file);
  }
}

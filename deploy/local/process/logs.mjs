// @ts-check
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';

const EXCERPT_BYTES = 16 * 1024;
const EXCERPT_LINES = 12;

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
 * @param {(size: number, length: number) => number} start where to begin
 * @returns {string[]} the lines with something in them; none when there is no such file
 */
function readLines(path, start) {
  if (!existsSync(path)) return [];
  const file = openSync(path, 'r');
  try {
    const size = fstatSync(file).size;
    const length = Math.min(size, EXCERPT_BYTES);
    const buffer = Buffer.alloc(length);
    readSync(file, buffer, 0, length, start(size, length));
    const lines = buffer.toString('utf8').split('\n');
    return lines.filter((line) => line.trim() !== '');
  } finally {
    closeSync(file);
  }
}

/**
 * @param {string} path
 * @returns {string[]} its last lines
 */
export const tailOf = (path) => readLines(path, (size, length) => size - length).slice(-EXCERPT_LINES);

/**
 * @param {string} path
 * @returns {string[]} its first lines
 */
export const headOf = (path) => readLines(path, () => 0).slice(0, EXCERPT_LINES);

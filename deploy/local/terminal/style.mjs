// @ts-check

/**
 * @typedef {(text: string) => string} Paint
 * @typedef {{ bold: Paint, dim: Paint, red: Paint, green: Paint }} Style
 */

/** @param {NodeJS.WriteStream} stream */
export function hasColour(stream) {
  return stream.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
}

/**
 * @param {NodeJS.WriteStream} stream
 * @returns {Style}
 */
export function styleFor(stream) {
  const on = hasColour(stream);
  const paint = (/** @type {number} */ code) => (/** @type {string} */ text) =>
    on ? `\u001B[${code}m${text}\u001B[0m` : text;
  return { bold: paint(1), dim: paint(2), red: paint(31), green: paint(32) };
}

/** @param {number} milliseconds */
export const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;

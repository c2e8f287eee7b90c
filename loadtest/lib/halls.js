// @ts-check
/** What is sold: sections as the API wants them, and the labels of their seats. */

const PRICE = 6_500;
const ROW_LENGTH_MOST = 1_000;
/** Rows are A, B, C and so on. */
const ROWS_MOST = 26;
export const SEATS_MOST = ROW_LENGTH_MOST * ROWS_MOST;

/** @typedef {{ sections: import('./sale.js').Section[], rows: string[][], seats: string[] }} Hall rows of labels */

/** @param {number} rowCount @param {number} perRow @returns {Hall} */
export function hall(rowCount, perRow) {
  const names = Array.from({ length: rowCount }, (_, n) => String.fromCodePoint('A'.charCodeAt(0) + n));
  const rows = names.map((name) => Array.from({ length: perRow }, (_, at) => `${name}${at + 1}`));
  const sections = [{ name: 'Stalls', rows: names, seatsPerRow: perRow, price: PRICE }];
  return { sections, rows, seats: rows.flat() };
}

/** Of about so many seats, in as few rows as there may be. @param {number} seats */
export function bigHall(seats) {
  const rowCount = Math.ceil(seats / ROW_LENGTH_MOST);
  return hall(rowCount, Math.ceil(seats / rowCount));
}

/** @param {number} quota seats without numbers */
export const field = (quota) => [{ name: 'Field', quota, price: PRICE }];

// @ts-check
/** What inventory counts once it has caught up. */
import { sleep } from 'k6';
import { read } from './client.js';

/** A hold that nobody wants is ended by a sweeper that comes by every 15 s. */
const SETTLE_WITHIN_MS = { usual: 20_000, givesBack: 45_000 };
const ASK_EVERY_SECONDS = 0.25;

/**
 * @typedef {{ label: string, status: string, version: number, price: number }} Seat
 * @typedef {{ settled: boolean, held: number, booked: number, liveSeats: number, price: number }} SettledCounts
 *   price: of all seats that are booked
 */

/**
 * Inventory has settled when its counts are those of the seat map, and nothing more is to come: every booking raises
 * the version of its seat by one, so the versions say how many live claims there were to count; or, where claims end
 * again, no seat is held any more.
 * @param {import('./sale.js').Sale} sale
 * @returns {SettledCounts}
 */
export function settledCounts({ eventId, givesBack }) {
  const deadline = Date.now() + (givesBack ? SETTLE_WITHIN_MS.givesBack : SETTLE_WITHIN_MS.usual);
  let seen = { settled: false, held: 0, booked: 0, liveSeats: 0, price: 0 };
  while (Date.now() < deadline) {
    const map = read(`/v1/events/${eventId}/seats`);
    const counts = read(`/v1/inventory/events/${eventId}`);
    if (map !== null && counts !== null) {
      seen = compared(map.seats, counts, givesBack);
      if (seen.settled) return seen;
    }
    sleep(ASK_EVERY_SECONDS);
  }
  return seen;
}

/** @param {Seat[]} seats @param {Record<'held' | 'booked' | 'liveSeats', number>} counts @param {boolean} givesBack */
function compared(seats, { held, booked, liveSeats }, givesBack) {
  const sold = seats.filter((seat) => seat.status === 'booked');
  const heldSeats = seats.filter((seat) => seat.status === 'held').length;
  const complete = givesBack ? held === 0 : liveSeats === sumOf(seats, ({ version }) => version);
  const settled = booked === sold.length && held === heldSeats && complete;
  return { settled, held, booked, liveSeats, price: sumOf(sold, ({ price }) => price) };
}

/** @param {Seat[]} seats @param {(seat: Seat) => number} figure */
const sumOf = (seats, figure) => seats.reduce((sum, seat) => sum + figure(seat), 0);

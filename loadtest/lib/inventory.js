// @ts-check
/** What inventory counts once it has caught up. */
import { sleep } from 'k6';
import { read } from './client.js';

const SETTLE_WITHIN_MS = 20_000;
const ASK_EVERY_SECONDS = 0.25;

/**
 * Every booking raises the version of its seat by one, so the versions in the seat map say how many bookings there
 * were to count. Inventory has settled when it has counted that many; asked no longer than SETTLE_WITHIN_MS.
 * @param {string} eventId
 * @returns {{ settled: boolean, booked: number, liveSeats: number }}
 */
export function settledCounts(eventId) {
  const deadline = Date.now() + SETTLE_WITHIN_MS;
  let seen = { settled: false, booked: 0, liveSeats: 0 };
  while (Date.now() < deadline) {
    const map = read(`/v1/events/${eventId}/seats`);
    const counts = read(`/v1/inventory/events/${eventId}`);
    if (map !== null && counts !== null) {
      const booked = map.seats.filter((/** @type {any} */ seat) => seat.status === 'booked').length;
      const bookings = map.seats.reduce(
        (/** @type {number} */ sum, /** @type {any} */ s) => sum + s.version,
        0,
      );
      const settled = counts.booked === booked && counts.liveSeats === bookings;
      seen = { settled, booked: counts.booked, liveSeats: counts.liveSeats };
      if (settled) return seen;
    }
    sleep(ASK_EVERY_SECONDS);
  }
  return seen;
}

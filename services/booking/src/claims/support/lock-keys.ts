import type { ClaimRequest } from '../../ledger/claim.js';

/** The names of what a request locks outside the rows, in canonical order: each of its seats, or the whole event. */
export const lockKeys = ({ policy, eventId, seatIds }: ClaimRequest): string[] =>
  policy.lockScope === 'event' ? [eventId] : seatIds.map((seatId) => `${eventId}:${seatId}`);

/** The same as keys in Redis. */
export const leaseKeys = (request: ClaimRequest): string[] =>
  lockKeys(request).map((key) => `seat-lock:${key}`);

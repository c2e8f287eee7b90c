/** The ids of db/migrations/…-seed-events.ts. */
export const HALL = '1';
export const PROPERTY = 'property-1';
export const TICKETS = ['tickets-1', 'tickets-2'] as const;

const WHOLE_NUMBER = /^\d{1,9}$/;

/** Lab 36's ids are numbers; ours are text, of which some look like numbers. */
export const shownId = (eventId: string): number | string =>
  WHOLE_NUMBER.test(eventId) ? Number(eventId) : eventId;

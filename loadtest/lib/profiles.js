// @ts-check
/** How much load, apart from what it does: scenarios take their shape from here. */

/** Everybody at once for few seats: 100 attempts on 20 seats, as the original of this exercise does it. */
export const COLLISION = {
  executor: 'per-vu-iterations',
  vus: 20,
  iterations: 5,
  maxDuration: '60s',
};

/** What collides: the first 20 seats. */
export const COLLISION_ROWS = ['A', 'B'];
export const COLLISION_SEATS_PER_ROW = 10;
export const COLLISION_SEATS = COLLISION_ROWS.flatMap((row) =>
  Array.from({ length: COLLISION_SEATS_PER_ROW }, (_, at) => `${row}${at + 1}`),
);

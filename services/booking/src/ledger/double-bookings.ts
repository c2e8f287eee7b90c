import { Counter } from 'prom-client';
import { metrics } from '#telemetry';
import type { ClaimRequest } from './claim.js';
import type { SeatTaken } from './seat.js';

const detected = new Counter({
  name: 'double_bookings_detected_total',
  help: 'seats that a claim sold although they were not free',
  labelNames: ['strategy'],
  registers: [metrics],
});

/** For operators only: no verdict is ever drawn from it. */
export function countDoubleBookings(request: ClaimRequest, seats: readonly SeatTaken[]): void {
  const twice = seats.filter((seat) => seat.from_status !== 'available').length;
  if (twice > 0) detected.inc({ strategy: request.policy.strategy }, twice);
}

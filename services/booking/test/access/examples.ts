import type { PolicyChange } from '#contracts';
import type { World } from './world.ts';

/** A request that its route answers with a yes. */
export interface Example {
  /** Of the yes; 200 if not said. */
  readonly status?: number;
  /** Of the event that is asked for, where the usual one will not do. */
  readonly policy?: PolicyChange;
  /** What follows the path. */
  readonly query?: (world: World) => string;
  readonly headers?: (world: World) => Record<string, string>;
  readonly body?: (world: World) => object;
}

const key = (): Record<string, string> => ({ 'idempotency-key': crypto.randomUUID() });
const ofEvent = ({ eventId }: World): string => `?eventId=${eventId}`;

/**
 * By service and route. Whoever adds a route that needs more than its path adds a line here; docs/routes.md brings the
 * route itself into the matrix.
 */
export const EXAMPLES: Readonly<Record<string, Example>> = {
  'booking GET /admin/failpoints': { query: ofEvent },
  'booking DELETE /admin/failpoints': { query: ofEvent, status: 204 },
  'booking PUT /admin/failpoints': {
    body: ({ eventId }) => ({ eventId, step: 'after-read', pauseMs: 1, timesPerSeat: 1 }),
  },
  'booking POST /v1/events': {
    status: 201,
    body: () => ({ name: 'New', sections: [{ name: 'Stalls', rows: ['A'], seatsPerRow: 1, price: 100 }] }),
  },
  'booking PATCH /v1/events/:eventId/policy': { body: () => ({ workMs: 1 }) },
  'booking POST /v1/events/:eventId/claims': {
    status: 201,
    headers: key,
    body: () => ({ customerId: 'new', seats: ['A9'] }),
  },
};

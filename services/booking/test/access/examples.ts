import type { PolicyChange } from '#contracts';
import { signedHeaders } from '#webhooks';
import { wanted } from '../../../payments/test/support/payments-app.ts';
import { WEBHOOK_SECRETS } from '../support/booking-app.ts';
import type { World } from './world.ts';

/** A request that its route answers with a yes. */
export interface Example {
  /** Sent before, so that it can be answered with a yes once more. */
  readonly first?: readonly { readonly method: string; readonly path: string; readonly body?: object }[];
  /** Of the yes; 200 if not said. */
  readonly status?: number;
  /** Of the event that is asked for, where the usual one will not do. */
  readonly policy?: PolicyChange;
  /** What follows the path. */
  readonly query?: (world: World) => string;
  readonly headers?: (world: World) => Record<string, string>;
  readonly body?: (world: World) => object;
}

const captured = ({ paymentId, reference }: World): object => ({
  type: 'payment.captured',
  timestamp: '2026-11-21T12:00:00.000Z',
  data: {
    ...{ paymentId, reference, amount: 100, currency: 'EUR', status: 'captured', captured: 100, refunded: 0 },
    ...{ payUrl: 'http://127.0.0.1/pay', expiresAt: '2026-11-21T13:00:00.000Z' },
  },
});
const FREE_TICKETS = { method: 'POST', path: '/admin/reset?event_id=tickets-1' };
const TICKET = { user_id: 1, ticket_id: 'bf2af413-dd2f-4dd2-a0e1-13def2abe020' };
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
  'booking GET /admin/traces': { query: ofEvent },
  'booking POST /admin/sweeps': { status: 204 },
  'inventory GET /admin/failpoints': { query: ofEvent },
  'inventory DELETE /admin/failpoints': { query: ofEvent, status: 204 },
  'inventory PUT /admin/failpoints': {
    body: ({ eventId }) => ({ eventId, step: 'before-ack', does: 'throw', timesPerSeat: 1 }),
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
  'booking POST /v1/events/:eventId/claims/:claimId/payment': {
    status: 201,
    policy: { payment: 'required' },
  },
  'booking GET /v1/requests/:idempotencyKey': { query: (world) => `${ofEvent(world)}&customerId=ada` },
  'booking POST /v1/webhooks/payments': {
    status: 204,
    headers: (world) =>
      signedHeaders(WEBHOOK_SECRETS, {
        id: `msg_${world.paymentId}`,
        timestamp: Math.floor(Date.now() / 1_000),
        body: JSON.stringify(captured(world)),
      }),
    body: captured,
  },
  'booking POST /admin/strategy': { body: () => ({ strategy: 'none' }) },
  'booking POST /book': { body: () => ({ event_id: 1, seat_number: 'A1', customer_id: 'ada' }) },
  'booking POST /booking/reserve': { first: [{ method: 'POST', path: '/booking/reset' }] },
  'booking POST /buy': {
    body: () => ({ event_id: '155ff34d-51ec-4053-841e-a6cc24253256', user_id: crypto.randomUUID() }),
  },
  'booking PATCH /tickets/reserve': { first: [FREE_TICKETS], body: () => TICKET },
  'booking PATCH /tickets/confirm': {
    first: [FREE_TICKETS, { method: 'PATCH', path: '/tickets/reserve', body: TICKET }],
    body: () => TICKET,
  },
  'payments POST /v1/payments': {
    status: 201,
    body: ({ eventId }) => wanted({ reference: `${eventId}/${crypto.randomUUID()}/1` }),
  },
  'payments GET /v1/payments': { query: ({ reference }) => `?reference=${reference}` },
  // of a payment that is not captured: past the key, it is the state that is in the way
  'payments POST /v1/payments/:paymentId/refunds': { status: 409, headers: key },
  'payments POST /pay/:paymentId': { status: 303, body: () => ({ action: 'pay' }) },
  'payments PUT /admin/webhooks': {
    body: ({ paymentId }) => ({
      paymentId,
      lateMs: 0,
      duplicates: 0,
      outOfOrder: false,
      beforeRedirect: false,
      never: false,
    }),
  },
  'payments DELETE /admin/webhooks': { status: 204 },
};

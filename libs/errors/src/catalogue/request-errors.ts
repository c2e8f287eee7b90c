import { type CatalogueEntry, entry } from './entry.js';

/** What is wrong with the request itself; nothing was written. */
export const REQUEST_ERRORS = {
  'malformed-json': entry(400, false, 'Malformed JSON', 'The body is not JSON. Nothing was written.'),
  'invalid-request': entry(
    400,
    false,
    'Invalid request',
    'A field is missing, unknown or out of bounds; `errors` names each one. Nothing was written.',
  ),
  'idempotency-key-missing': entry(
    400,
    false,
    'Idempotency key missing',
    'A claim needs the header Idempotency-Key: a value of your own making, kept before the request is sent, so that it can be repeated safely.',
  ),
  'idempotency-key-invalid': entry(
    400,
    false,
    'Idempotency key invalid',
    'The key is 1 to 255 printable ASCII characters without spaces, bare or in double quotes.',
  ),
  unauthorized: entry(
    401,
    false,
    'Unauthorized',
    'This needs a key that the request does not bear: Authorization: Bearer <key>. Nothing was written.',
  ),
  'not-found': entry(404, false, 'Not found', 'There is no such route; /docs lists them all.'),
  'event-unknown': entry(404, false, 'Event unknown', 'There is no event with this id.'),
  'signature-invalid': entry(
    401,
    false,
    'Signature invalid',
    'A webhook needs the signature of the payment provider, no older than five minutes. Nothing was written.',
  ),
  'claim-unknown': entry(
    404,
    false,
    'Claim unknown',
    'There is no such claim for the bearer of this token. The token is in the answer to the claim: Authorization: Bearer <claimToken>.',
  ),
  'payment-unknown': entry(404, false, 'Payment unknown', 'The payment provider has no such payment.'),
  'body-too-large': entry(413, false, 'Body too large', 'A body has at most 16 KiB.'),
  'media-type-unsupported': entry(415, false, 'Media type unsupported', 'Bodies are application/json.'),
  'seat-unknown': entry(
    422,
    false,
    'Seat unknown',
    'The event has no seat with this label; `errors` names it. Nothing was written.',
  ),
  'section-unknown': entry(
    422,
    false,
    'Section unknown',
    'The event has no section of this name. Nothing was written.',
  ),
  'payment-reference-reused': entry(
    422,
    false,
    'Payment reference reused',
    'There is a payment with this reference for another amount or currency; `payment` has it.',
  ),
  'strategy-unknown': entry(
    422,
    false,
    'Strategy unknown',
    'GET /v1/strategies lists the strategies there are.',
  ),
  'isolation-unsupported': entry(
    422,
    false,
    'Isolation unsupported',
    'The strategy cannot decide under this isolation level; GET /v1/strategies lists the levels of each.',
  ),
  'lock-scope-unsupported': entry(
    422,
    false,
    'Lock scope unsupported',
    'The strategy has no lock of this scope; GET /v1/strategies lists the scopes of each.',
  ),
  'lab-only': entry(
    422,
    false,
    'Only in the lab',
    'This is here to be caught selling a seat twice; the production profile refuses it.',
  ),
  'guard-required': entry(
    422,
    false,
    'Guard required',
    'The guard can be switched off in the lab profile only.',
  ),
  'hold-required': entry(
    422,
    false,
    'Hold required',
    'An event that is sold against payment needs holdSeconds: a claim is held until it is paid for.',
  ),
  'idempotency-key-reused': entry(
    422,
    false,
    'Idempotency key reused',
    'This key was used before with another body. A new request needs a new key.',
  ),
} as const satisfies Record<string, CatalogueEntry>;

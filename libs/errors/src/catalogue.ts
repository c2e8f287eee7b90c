import type { Retryable } from '#contracts';

interface CatalogueEntry {
  readonly status: number;
  readonly title: string;
  /** May the same request, with the same key, be sent again? */
  readonly retryable: Retryable;
  /** What it means and what to do: the text of the page /errors/<code>. */
  readonly meaning: string;
}

const entry = (status: number, retryable: Retryable, title: string, meaning: string): CatalogueEntry => ({
  status,
  retryable,
  title,
  meaning,
});

/** Every error that our HTTP surface gives; docs/errors.md has the same set, and a test says so. */
export const ERRORS = {
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
  'not-found': entry(404, false, 'Not found', 'There is no such route; /docs lists them all.'),
  'event-unknown': entry(404, false, 'Event unknown', 'There is no event with this id.'),
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
  'idempotency-key-reused': entry(
    422,
    false,
    'Idempotency key reused',
    'This key was used before with another body. A new request needs a new key.',
  ),
  'customer-limit': entry(
    422,
    false,
    'Customer limit reached',
    'The sale policy limits the live seats of a customer. This answer is final for its key.',
  ),
  'seat-taken': entry(
    409,
    false,
    'Seat taken',
    'A seat of the claim belongs to somebody else; `seats` has its status and version. This answer is final for its key.',
  ),
  'sold-out': entry(
    409,
    false,
    'Sold out',
    'There are not so many free seats left. This answer is final for its key.',
  ),
  'seat-contended': entry(
    409,
    true,
    'Seat contended',
    'Somebody else is at this seat right now and nothing was decided. Repeat with the same key.',
  ),
  'request-in-progress': entry(
    409,
    true,
    'Request in progress',
    'A request with this key is being decided right now. Repeat it to read its answer.',
  ),
  'guard-locked': entry(
    409,
    false,
    'Guard locked',
    'The guard cannot be switched on or off after the first claim of the event; the rest of the policy can change.',
  ),
  'policy-switching': entry(
    503,
    true,
    'Policy switching',
    'The sale policy is changing; this lasts some milliseconds. Nothing was written. Repeat with the same key.',
  ),
  'no-quorum': entry(
    503,
    true,
    'No quorum',
    'Fewer than a majority of the Redis nodes answered, so no lock could be had. Nothing was written.',
  ),
  'too-many-failpoints': entry(
    409,
    false,
    'Too many failpoints',
    'The lab has armed as many pauses as this replica remembers. DELETE /admin/failpoints?eventId= forgets those of an event.',
  ),
  'queue-full': entry(
    503,
    true,
    'Queue full',
    "The strategy's queue in this replica has no room. Nothing was written. Repeat with the same key.",
  ),
  'queue-timeout': entry(
    503,
    true,
    'Waited too long',
    'The claim waited its time in a queue of this replica and was not begun. Nothing was written. Repeat with the same key.',
  ),
  'replica-stopping': entry(
    503,
    true,
    'Replica stopping',
    'The replica is being stopped and did not begin the claim. Nothing was written. Repeat with the same key.',
  ),
  'database-unavailable': entry(
    503,
    true,
    'Database unavailable',
    'The database did not answer in time, or no connection to it was free. Nothing was written.',
  ),
  'answer-not-stored': entry(
    503,
    true,
    'Answer not stored',
    'A refusal was decided but could not be stored, so it does not count. Repeat with the same key.',
  ),
  'answer-unknown': entry(
    503,
    'unknown',
    'Answer unknown',
    'The database was lost while the claim was being committed. Repeat with the same key to learn what became of it.',
  ),
  'deadline-exceeded': entry(
    504,
    'unknown',
    'Deadline exceeded',
    'The request took longer than 4 s. Repeat with the same key to learn what became of it.',
  ),
  'upstream-unknown': entry(
    502,
    'unknown',
    'Answer unknown',
    'The proxy had no answer from the replica. Repeat with the same key to learn what became of it.',
  ),
  'internal-error': entry(
    500,
    'unknown',
    'Internal error',
    'Something unexpected happened; the log has it. Repeat with the same key to learn what became of the request.',
  ),
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof ERRORS;

import { type CatalogueEntry, entry } from './entry.js';

/** What the sale says no to, or not yet. */
export const REFUSALS = {
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
  'sold-out-for-now': entry(
    409,
    false,
    'Sold out for now',
    'There are not so many free seats left, but some are only held and may come back. This answer is final for its key; a new request with a new key may find them.',
  ),
  'given-up': entry(
    409,
    false,
    'Given up',
    'Every try met others at the seats, or the event was reset before the claim was decided. This answer is final for its key; it is given only to requests whose clients do not repeat them.',
  ),
  'hold-expired': entry(
    409,
    false,
    'Hold expired',
    'The time of the hold is over and its seats are free for everybody. Claim again, with a new key.',
  ),
  'claim-over': entry(
    409,
    false,
    'Claim over',
    'The claim was released, cancelled or never had its seats; nothing more can be done with it.',
  ),
  'extension-used': entry(
    409,
    false,
    'Extension used',
    'A hold is extended once. Confirm it before it expires.',
  ),
  'claim-not-held': entry(
    409,
    false,
    'Claim not held',
    'Only a hold can be extended or paid for; this claim is a booking already, or not decided yet.',
  ),
  'payment-not-needed': entry(
    409,
    false,
    'Payment not needed',
    'This claim costs nothing or is sold without payment: POST …/confirm makes it a booking.',
  ),
  'payment-required': entry(
    402,
    false,
    'Payment required',
    'This event sells against payment: POST …/payment gives a page to pay on, and the captured payment confirms the claim.',
  ),
  'payment-settled': entry(
    409,
    false,
    'Payment settled',
    'The payment is past what was asked of it: a captured one cannot be cancelled, one that is over not captured. `payment` has its status.',
  ),
  'payment-not-captured': entry(
    409,
    false,
    'Payment not captured',
    'Only what was captured, and not refunded under another key, can be refunded. `payment` has its status.',
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
  'too-many-failpoints': entry(
    409,
    false,
    'Too many failpoints',
    'The lab has armed as many failpoints as this process remembers. DELETE /admin/failpoints?eventId= forgets those of an event.',
  ),
} as const satisfies Record<string, CatalogueEntry>;

import { type CatalogueEntry, entry } from './entry.js';

/** What we cannot do right now, or cannot tell. */
export const OUTAGES = {
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
  'too-many-streams': entry(
    503,
    true,
    'Too many streams',
    'The replica follows as many claims live as it can. Ask again a little later, or read the claim without `/live`.',
  ),
  'database-unavailable': entry(
    503,
    true,
    'Database unavailable',
    'The database did not answer in time, or no connection to it was free. Nothing was written.',
  ),
  'payments-unavailable': entry(
    503,
    true,
    'Payments unavailable',
    'The payment provider did not answer. Nothing was paid; repeat the request.',
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

import { IdempotencyKey } from '#contracts';
import { ProblemError } from './problem-error.js';

/** The key of the header, or a problem that says what is wrong with it. */
export function idempotencyKey(header: string | undefined): string {
  if (header === undefined)
    throw new ProblemError('idempotency-key-missing', undefined, { errors: [MISSING] });
  const parsed = IdempotencyKey.safeParse(header);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ message }) => ({ field: 'Idempotency-Key', message }));
  throw new ProblemError('idempotency-key-invalid', undefined, { errors });
}

const MISSING = { field: 'Idempotency-Key', message: 'is required' };

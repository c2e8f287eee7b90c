import { StandardSchemaValidationPipe } from '@nestjs/common';
import { ProblemError } from './problem-error.js';

interface Issue {
  readonly message: string;
  readonly path?: readonly unknown[] | undefined;
  readonly keys?: readonly string[];
}

const key = (part: unknown): string =>
  String(typeof part === 'object' && part !== null && 'key' in part ? part.key : part);

const fieldOf = (issue: Issue): string => (issue.path ?? []).map(key).join('.');

/** Unknown properties are reported at their parent by zod; a caller wants the property's own name. */
const named = (issue: Issue): { field: string; message: string }[] => {
  const at = fieldOf(issue);
  if (issue.keys === undefined) return [{ field: at || 'body', message: issue.message }];
  return issue.keys.map((unknown) => ({
    field: at ? `${at}.${unknown}` : unknown,
    message: 'unknown property',
  }));
};

/** Holds bodies and queries to their zod schema; a breach is a 400 that names every field. */
export const requestValidation = (): StandardSchemaValidationPipe =>
  new StandardSchemaValidationPipe({
    exceptionFactory: (issues: readonly Issue[]) => {
      const errors = issues.flatMap(named);
      const detail = errors.map(({ field, message }) => `${field}: ${message}`).join('; ');
      return new ProblemError('invalid-request', detail, { errors });
    },
  });

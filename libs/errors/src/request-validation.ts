import { type ArgumentMetadata, StandardSchemaValidationPipe } from '@nestjs/common';
import { ProblemError } from './problem-error.js';

interface Issue {
  readonly message: string;
  readonly path?: readonly unknown[] | undefined;
  readonly keys?: readonly string[];
}

class Issues extends Error {
  constructor(readonly issues: readonly Issue[]) {
    super('the request breaks its schema');
  }
}

/** Holds parameters, queries and bodies to their zod schema; a breach is a 400 that names every field. */
class RequestValidation extends StandardSchemaValidationPipe {
  override async transform<Value>(value: Value, metadata: ArgumentMetadata): Promise<Value> {
    try {
      return await super.transform(value, metadata);
    } catch (error) {
      throw error instanceof Issues ? breach(error.issues, metadata.data ?? metadata.type) : error;
    }
  }
}

export const requestValidation = (): StandardSchemaValidationPipe =>
  new RequestValidation({ exceptionFactory: (issues: readonly Issue[]) => new Issues(issues) });

/** @param where the name of the parameter, else "body" or "query" */
function breach(issues: readonly Issue[], where: string): ProblemError {
  const errors = issues.flatMap((issue) => named(issue, where));
  const detail = errors.map(({ field, message }) => `${field}: ${message}`).join('; ');
  return new ProblemError('invalid-request', detail, { errors });
}

/** Unknown properties are reported at their parent by zod; a caller wants the property's own name. */
function named(issue: Issue, where: string): { field: string; message: string }[] {
  const at = (issue.path ?? []).map(key).join('.');
  if (issue.keys === undefined) return [{ field: at || where, message: issue.message }];
  return issue.keys.map((unknown) => ({
    field: at ? `${at}.${unknown}` : unknown,
    message: 'unknown property',
  }));
}

const key = (part: unknown): string =>
  String(typeof part === 'object' && part !== null && 'key' in part ? part.key : part);

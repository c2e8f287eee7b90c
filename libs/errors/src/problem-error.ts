import type { Problem } from '#contracts';
import { ERRORS, type ErrorCode } from './catalogue.js';

export const PROBLEM_JSON = 'application/problem+json; charset=utf-8';

/** Members of a problem beyond those that its code decides. */
export type ProblemDetails = Pick<
  Problem,
  'errors' | 'seats' | 'payment' | 'degraded' | 'strategy' | 'policyVersion' | 'replica'
>;

/** RFC 9457: https://www.rfc-editor.org/rfc/rfc9457 */
export function problem(code: ErrorCode, detail?: string, more: ProblemDetails = {}): Problem {
  const { status, title, retryable, meaning } = ERRORS[code];
  return { type: `/errors/${code}`, title, status, code, detail: detail ?? meaning, retryable, ...more };
}

/** For what is not an outcome of a claim: bad input, unknown ids. An outcome is a value and never thrown. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly code: ErrorCode,
    detail?: string,
    readonly more: ProblemDetails = {},
  ) {
    super(detail ?? ERRORS[code].meaning);
  }
}

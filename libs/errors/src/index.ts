export { ERRORS, type ErrorCode } from './catalogue.js';
export { PROBLEM_JSON, ProblemError, problem, type ProblemDetails } from './problem-error.js';
export { ProblemFilter } from './problem.filter.js';
export { ErrorPagesController } from './error-pages.controller.js';
export { requestValidation } from './request-validation.js';
export { idempotencyKey } from './idempotency-key.js';

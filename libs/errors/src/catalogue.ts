import { OUTAGES } from './catalogue/outages.js';
import { REFUSALS } from './catalogue/refusals.js';
import { REQUEST_ERRORS } from './catalogue/request-errors.js';

/** Every error that our HTTP surface gives; docs/errors.md has the same set, and a test says so. */
export const ERRORS = { ...REQUEST_ERRORS, ...REFUSALS, ...OUTAGES } as const;

export type ErrorCode = keyof typeof ERRORS;

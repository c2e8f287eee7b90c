import { ProblemError } from '#errors';
import type { PolicyBreach } from '../policy/policy-rules.js';

const BREACHES = {
  'strategy-unknown': 'not a strategy; GET /v1/strategies lists them',
  'isolation-unsupported': 'not for this strategy; GET /v1/strategies lists the levels of each',
  'lock-scope-unsupported': 'not for this strategy; GET /v1/strategies lists the scopes of each',
  'lab-only': 'is for the lab profile only',
  'guard-required': 'can be false in the lab profile only',
} as const satisfies Record<PolicyBreach['breach'], string>;

/** @param prefix where the policy stands in the body, e.g. "policy." */
export const policyProblem = ({ breach, field }: PolicyBreach, prefix: string): ProblemError =>
  new ProblemError(breach, undefined, {
    errors: [{ field: `${prefix}${field}`, message: BREACHES[breach] }],
  });

export const eventUnknown = (eventId: string): ProblemError =>
  new ProblemError('event-unknown', `There is no event ${eventId}.`, {
    errors: [{ field: 'eventId', message: 'unknown' }],
  });

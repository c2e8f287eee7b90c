import { ProblemError } from '#errors';
import type { PolicyBreach } from '../policy/policy-rules.js';
import type { PolicySwitched } from '../policy/policy-switch.js';
import { TURN_MS } from '../policy/switch-session.js';

const BREACHES = {
  'strategy-unknown': 'not a strategy; GET /v1/strategies lists them',
  'isolation-unsupported': 'not for this strategy; GET /v1/strategies lists the levels of each',
  'lock-scope-unsupported': 'not for this strategy; GET /v1/strategies lists the scopes of each',
  'hold-required': 'is needed where payment is required',
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

type Unswitched = Exclude<PolicySwitched, { kind: 'switched' }>;
const NAMED_TRANSACTIONS_MOST = 5;

export function switchProblem(eventId: string, unswitched: Unswitched): ProblemError {
  switch (unswitched.kind) {
    case 'event-unknown':
      return eventUnknown(eventId);
    case 'breach':
      return policyProblem(unswitched, '');
    case 'guard-locked':
      return new ProblemError('guard-locked');
    case 'under-way':
      return new ProblemError(
        'policy-switching',
        'Another change of this policy is under way. Repeat later.',
      );
    case 'no-turn':
      return new ProblemError('policy-switching', noTurn(unswitched.closed));
    case 'waiting':
      return new ProblemError('policy-switching', waitingFor(unswitched.left));
  }
}

const noTurn = (closed: boolean): string =>
  `Claims kept the event's row locked for ${TURN_MS} ms. The policy is the old one, and ` +
  (closed ? 'the sale stays closed. Repeat to go on.' : 'nothing was changed. Repeat the request.');

function waitingFor(left: Extract<Unswitched, { kind: 'waiting' }>['left']): string {
  const named = left.slice(0, NAMED_TRANSACTIONS_MOST).map(({ pid, since }) => `pid ${pid} since ${since}`);
  const more = left.length - named.length;
  const names = more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
  const transactions = left.length === 1 ? '1 transaction' : `${left.length} transactions`;
  const waits = `${transactions} of older claims did not end: ${names}.`;
  return `The sale stays closed, under the old policy: ${waits} Repeat to go on.`;
}

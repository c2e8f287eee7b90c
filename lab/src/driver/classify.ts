import { ClaimView, Problem } from '#contracts';
import type { Answer } from '#checkers';
import { parseJson } from '../parse-json.js';
import type { Reply, Sent } from './buyer-connection.js';

type Classified = Omit<Answer, 'atUs'>;

const GATEWAY_LOST_ANSWER = new Set([502, 504]);
/** Refused before anything was done, even when the body does not say so: the rate limit, the full house. */
const TRY_AGAIN = new Set([429, 503]);

/** What one attempt's answer means for its operation; CLAIMS.md, "History and verdict". */
export function classify(sent: Sent): Classified {
  if ('broken' in sent) return { ...nobody, kind: 'unknown', status: null, code: sent.broken };
  const { reply } = sent;
  const json = parseJson(reply.body);
  if (reply.status === 200 || reply.status === 201) return accepted(reply, json);
  const problem = Problem.safeParse(json);
  if (problem.success) return refused(reply, problem.data);
  return {
    ...nobody,
    ...byHeader(reply),
    kind: kindOf(reply.status),
    status: reply.status,
    code: `http-${reply.status}`,
  };
}

const nobody = {
  claimId: null,
  seats: [],
  replica: null,
  answeredBy: null,
  strategy: null,
  policyVersion: null,
};

function accepted(reply: Reply, json: unknown): Classified {
  const parsed = ClaimView.safeParse(json);
  const from = { ...nobody, ...byHeader(reply), status: reply.status };
  if (!parsed.success) return { ...from, kind: 'unknown', code: 'unreadable-answer' };
  const { claimId, status, seats, replica, strategy, policyVersion } = parsed.data;
  const told = seats.map(({ label, version }) => ({ label, version, status }));
  return { ...from, kind: 'ok', code: status, claimId, seats: told, replica, strategy, policyVersion };
}

function refused(reply: Reply, problem: Problem): Classified {
  const from = { ...nobody, ...byHeader(reply) };
  return {
    kind: kindOf(reply.status, problem.retryable),
    status: reply.status,
    code: problem.code,
    claimId: null,
    seats: problem.seats ?? [],
    replica: problem.replica ?? from.replica,
    answeredBy: from.answeredBy,
    strategy: problem.strategy ?? from.strategy,
    policyVersion: problem.policyVersion ?? from.policyVersion,
  };
}

/** Only a final 4xx is a no. A 5xx that does not promise that nothing was written may have taken effect. */
export function kindOf(status: number, retryable?: Problem['retryable']): Answer['kind'] {
  if (GATEWAY_LOST_ANSWER.has(status) || retryable === 'unknown') return 'unknown';
  if (retryable === true || (retryable === undefined && TRY_AGAIN.has(status))) return 'retry';
  return status >= 400 && status < 500 ? 'fail' : 'unknown';
}

function byHeader(reply: Reply): Partial<Classified> {
  const text = (name: string): string | null => {
    const value = reply.headers[name];
    return typeof value === 'string' ? value : null;
  };
  const version = text('x-policy-version');
  return {
    answeredBy: text('x-replica'),
    strategy: text('x-strategy'),
    policyVersion: version === null ? null : Number(version),
  };
}

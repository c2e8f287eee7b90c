import type { Answer, Evidence, Operation } from '#checkers';
import type { ClaimOutcome } from '../../src/claims/claim-strategy.ts';
import type { Part } from './casting.ts';
import { type Rows, labelOf } from './lane.ts';

/** What a claim was told, as the checkers want to know it; times play no part in an order of steps. */
function answerOf({ request }: Part, outcome: ClaimOutcome): Answer {
  const claimed = outcome.kind === 'claimed';
  return {
    ...{ kind: claimed ? 'ok' : 'fail', atUs: 1, status: null, code: outcome.kind },
    claimId: claimed ? request.claimId : null,
    seats: claimed
      ? outcome.seats.map(({ seatId, version }) => ({
          ...{ label: labelOf(seatId), version, status: outcome.status },
        }))
      : [],
    ...{ replica: request.replica, answeredBy: request.replica },
    ...{ strategy: request.policy.strategy, policyVersion: request.policyVersion },
  };
}

function operationOf(part: Part, outcome: ClaimOutcome): Operation {
  const { customerId: customer, idempotencyKey: key, seatIds } = part.request;
  const answer = answerOf(part, outcome);
  return {
    ...{ key, customer, seats: seatIds.map(labelOf), quantity: seatIds.length },
    ...{ invokedAtUs: 0, completedAtUs: 1, attempts: 1 },
    outcome: answer.kind === 'ok' ? 'ok' : 'fail',
    answers: [answer],
  };
}

export const evidenceOf = (
  parts: readonly Part[],
  outcomes: readonly ClaimOutcome[],
  rows: Rows,
): Evidence => ({
  claimed: { replicas: 2, strategy: parts[0]?.request.policy.strategy ?? '', policyVersion: 1 },
  maxPerCustomer: null,
  fault: null,
  operations: parts.flatMap((part, index) => {
    const outcome = outcomes[index];
    return outcome === undefined ? [] : [operationOf(part, outcome)];
  }),
  ...rows,
  inventory: null,
});

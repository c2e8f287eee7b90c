import type { Answer, Operation } from '#checkers';
import type { AnswerLine, HistoryLine, InvokeLine } from './lines.js';

/**
 * Folds the lines of a history into operations: one key, one request in flight at a time. A yes or a no
 * settles it. If there is neither, it failed when every attempt was answered for certain, else it is unknown:
 * a later "try again" never settles an earlier lost answer.
 */
export function operationsOf(lines: Iterable<HistoryLine>): Operation[] {
  const operations = new Map<string, Operation>();
  const sentAtUs = new Map<string, number>();
  for (const line of lines) {
    const operation = operations.get(line.key);
    if (line.kind === 'invoke') {
      sentAtUs.set(line.key, line.atUs);
      if (operation === undefined) operations.set(line.key, begun(line));
      else operation.attempts += 1;
    } else if (operation !== undefined) {
      operation.answers.push({ ...answerOf(line), sentAtUs: sentAtUs.get(line.key) ?? line.atUs });
    }
  }
  for (const operation of operations.values()) settle(operation);
  return [...operations.values()];
}

const begun = (line: InvokeLine): Operation => ({
  key: line.key,
  customer: line.customer,
  seats: line.seats,
  quantity: line.quantity,
  invokedAtUs: line.atUs,
  completedAtUs: Number.POSITIVE_INFINITY,
  attempts: 1,
  outcome: 'unknown',
  answers: [],
});

function answerOf(line: AnswerLine): Answer {
  const { kind, atUs, status, code, claimId, seats, replica, answeredBy, strategy, policyVersion } = line;
  return { kind, atUs, status, code, claimId, seats, replica, answeredBy, strategy, policyVersion };
}

function settle(operation: Operation): void {
  const last = operation.answers.at(-1);
  if (last?.kind === 'ok' || last?.kind === 'fail') operation.outcome = last.kind;
  else if (everyAttemptRefused(operation)) operation.outcome = 'fail';
  if (operation.outcome !== 'unknown') operation.completedAtUs = last?.atUs ?? Number.POSITIVE_INFINITY;
}

const everyAttemptRefused = (operation: Operation): boolean =>
  operation.answers.length === operation.attempts &&
  operation.answers.every((answer) => answer.kind === 'retry');

import { createHash, randomUUID } from 'node:crypto';
import type { ClaimRequest } from '../claims/claim-strategy.js';
import { stepsWithWork } from '../claims/support/step.js';
import type { Sale, SaleSeat } from '../policy/sale.js';

/** What a customer asks for, as it came in. */
export interface ClaimCommand {
  readonly eventId: string;
  readonly customerId: string;
  readonly idempotencyKey: string;
  readonly labels: readonly string[];
}

/** The seats in canonical order, or the labels that the event does not have. */
export function seatsNamed(sale: Sale, labels: readonly string[]): { seats: SaleSeat[]; unknown: string[] } {
  const found = labels.map((label) => sale.seatsByLabel.get(label));
  const seats = found.filter((seat) => seat !== undefined).sort((one, other) => one.seatId - other.seatId);
  return { seats, unknown: labels.filter((_, index) => found[index] === undefined) };
}

const fingerprint = ({ customerId, labels }: ClaimCommand): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([customerId, labels]))
    .digest();

export const claimRequest = (
  command: ClaimCommand,
  sale: Sale,
  seats: readonly SaleSeat[],
  replica: string,
): ClaimRequest => ({
  claimId: randomUUID(),
  eventId: sale.eventId,
  customerId: command.customerId,
  idempotencyKey: command.idempotencyKey,
  fingerprint: fingerprint(command),
  seatIds: seats.map((seat) => seat.seatId),
  policy: sale.policy,
  policyVersion: sale.policyVersion,
  replica,
  step: stepsWithWork(sale.policy.workMs),
});

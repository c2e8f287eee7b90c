import { createHash, randomUUID } from 'node:crypto';
import type { ClaimRequest } from '../claims/claim-strategy.js';
import type { ClaimSteps } from '../claims/support/claim-steps.js';
import type { Sale, SaleSeat } from '../policy/sale.js';

/** What a customer asks for, as it came in. */
export interface ClaimCommand {
  readonly eventId: string;
  readonly customerId: string;
  readonly idempotencyKey: string;
  readonly labels: readonly string[];
}

/** The seats in the order of their names, and the labels that the event does not have. */
export function seatsNamed(sale: Sale, labels: readonly string[]): { seats: SaleSeat[]; unknown: string[] } {
  const found = labels.map((label) => sale.seatsByLabel.get(label));
  const seats = found.filter((seat) => seat !== undefined);
  return { seats, unknown: labels.filter((_, index) => found[index] === undefined) };
}

const fingerprint = ({ customerId, labels }: ClaimCommand): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([customerId, labels]))
    .digest();

/** What a replica adds to a command. */
export interface Deciding {
  readonly sale: Sale;
  readonly steps: ClaimSteps;
  readonly replica: string;
}

export function claimRequest(
  command: ClaimCommand,
  seats: readonly SaleSeat[],
  { sale, steps, replica }: Deciding,
): ClaimRequest {
  const { eventId, policy, policyVersion } = sale;
  const seatIdsAsNamed = seats.map((seat) => seat.seatId);
  const seatIds = seatIdsAsNamed.toSorted((one, other) => one - other);
  return {
    claimId: randomUUID(),
    eventId,
    customerId: command.customerId,
    idempotencyKey: command.idempotencyKey,
    fingerprint: fingerprint(command),
    seatIds,
    seatIdsAsNamed,
    policy,
    policyVersion,
    replica,
    step: steps.of({ eventId, seatIds, policy }),
  };
}

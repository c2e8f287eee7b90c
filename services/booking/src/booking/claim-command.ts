import { createHash, randomUUID } from 'node:crypto';
import type { ClaimRequest } from '../claims/claim-strategy.js';
import type { ClaimSteps } from '../claims/support/claim-steps.js';
import type { Sale, SaleSeat } from '../policy/sale.js';
import type { AnySeats } from './free-seats/event-seats.js';

interface NamedSeats {
  readonly labels: readonly string[];
}

/** What a customer asks for, as it came in. */
export type ClaimCommand = {
  readonly eventId: string;
  readonly customerId: string;
  readonly idempotencyKey: string;
  /** Of a claim that was stored before it is decided. */
  readonly claimId?: string;
} & (NamedSeats | AnySeats);

export interface UnknownSeat {
  readonly label: string;
  /** In the request. */
  readonly index: number;
}

/** The seats in the order of their names, and the labels that the event does not have. */
export function seatsNamed(
  sale: Sale,
  labels: readonly string[],
): { seats: SaleSeat[]; unknown: UnknownSeat[] } {
  const found = labels.map((label, index) => ({ label, index, seat: sale.seatsByLabel.get(label) }));
  return {
    seats: found.flatMap(({ seat }) => seat ?? []),
    unknown: found.filter(({ seat }) => seat === undefined),
  };
}

export function fingerprint(command: ClaimCommand): Buffer {
  const wanted =
    'labels' in command
      ? command.labels
      : command.items.map(({ quantity, section }) => ({ quantity, section: section ?? null }));
  return createHash('sha256')
    .update(JSON.stringify([command.customerId, wanted]))
    .digest();
}

/** What a replica adds to a command. */
export interface Deciding {
  readonly sale: Sale;
  readonly steps: ClaimSteps;
  readonly replica: string;
}

/** @param seatIdsAsNamed none for a request that is decided without any */
export function claimRequest(
  command: ClaimCommand,
  seatIdsAsNamed: readonly number[],
  { sale, steps, replica }: Deciding,
): ClaimRequest {
  const { eventId, policy, policyVersion } = sale;
  const { customerId, claimId = randomUUID() } = command;
  const seatIds = seatIdsAsNamed.toSorted((one, other) => one - other);
  return {
    claimId,
    eventId,
    customerId,
    idempotencyKey: command.idempotencyKey,
    fingerprint: fingerprint(command),
    seatIds,
    seatIdsAsNamed,
    policy,
    policyVersion,
    replica,
    step: steps.of({ claimId, eventId, customerId, seatIds, policy }),
  };
}

import type { Evidence, Operation } from './evidence.js';
import type { Finding } from './finding.js';
import { finding } from './finding.js';

/** No customer has more live seats than the sale allows; and who was told that he has as many as that, has. */
export function customerLimitKept(evidence: Evidence): Finding[] {
  const most = evidence.maxPerCustomer;
  if (most === null) return [];
  const live = liveByCustomer(evidence);
  const exceeded = [...live].flatMap(([customer, seats]) =>
    seats <= most
      ? []
      : [finding('limit-exceeded', 'UNSAFE', `${customer} has ${seats} live seats; ${most} are allowed.`)],
  );
  const givenBack = evidence.ledger.some((row) => row.liveDelta < 0);
  const refused = givenBack ? [] : evidence.operations.filter(refusedByLimit);
  const wrongly = refused.flatMap((operation) => {
    const seats = live.get(operation.customer) ?? 0;
    if (seats + operation.quantity > most) return [];
    const text = `${operation.customer} was refused ${operation.quantity} more at ${seats} of ${most} seats.`;
    return [finding('spurious-refusal', 'UNAVAILABLE', text)];
  });
  return [...exceeded, ...wrongly];
}

export const refusedByLimit = (operation: Operation): boolean =>
  operation.outcome === 'fail' && operation.answers.at(-1)?.code === 'customer-limit';

export function liveByCustomer(evidence: Pick<Evidence, 'claims' | 'claimSeats'>): Map<string, number> {
  const customers = new Map(evidence.claims.map((claim) => [claim.claimId, claim.customer]));
  const live = new Map<string, number>();
  for (const seat of evidence.claimSeats) {
    const customer = customers.get(seat.claimId);
    if (seat.live && customer !== undefined) live.set(customer, (live.get(customer) ?? 0) + 1);
  }
  return live;
}

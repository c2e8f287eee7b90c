import { ClaimId, EventId } from '#contracts';

/** A claim, and which of its payments. */
export interface PaymentReference {
  readonly eventId: string;
  readonly claimId: string;
  /** From 1. */
  readonly attempt: number;
}

export const referenceOf = ({ eventId, claimId, attempt }: PaymentReference): string =>
  `${eventId}/${claimId}/${attempt}`;

/** Undefined: it is none of ours. */
export function refersTo(reference: string): PaymentReference | undefined {
  const [eventId, claimId, attempt, ...more] = reference.split('/');
  if (more.length > 0 || !/^[1-9]\d{0,5}$/.test(attempt ?? '')) return undefined;
  const [event, claim] = [EventId.safeParse(eventId), ClaimId.safeParse(claimId)];
  if (!event.success || !claim.success) return undefined;
  return { eventId: event.data, claimId: claim.data, attempt: Number(attempt) };
}

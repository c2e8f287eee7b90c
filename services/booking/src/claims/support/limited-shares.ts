import type { Transaction } from '#postgres';
import type { ClaimRequest } from '../../ledger/claim.js';
import { overLimit, withinLimit } from '../../ledger/customer-limit.js';
import type { SeatRead } from '../../ledger/seat.js';
import { type Share, withoutRefused } from './share-out.js';

/** The seats first, then the customers, as everywhere. */
export async function onlyWithinLimit(
  tx: Transaction,
  requests: readonly ClaimRequest[],
  shares: readonly Share[],
  locked: readonly SeatRead[],
): Promise<readonly Share[]> {
  const winners = requests.filter((_, index) => shares[index] === 'wins');
  const within = await withinLimit(tx, winners);
  if (within.size === winners.length) return shares;
  return withoutRefused(requests, shares, locked, (one) => (within.has(one) ? undefined : overLimit(one)));
}

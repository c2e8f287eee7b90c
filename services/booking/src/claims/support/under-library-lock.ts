import { DEADLINES_MS, within } from '#deadlines';
import type { LibraryLock, LockLibrary } from '#redlock';
import type { SeatLedger } from '../../ledger/seat-ledger.js';
import { allFree } from '../../ledger/seat.js';
import { type ClaimOutcome, type ClaimRequest, CONTENDED, taken, unavailable } from '../claim-strategy.js';
import { leaseKeys } from './lock-keys.js';

/** What a request can spend on a lock and still sell: a library may answer later, or never. */
const ACQUIRE_MS = DEADLINES_MS.clientQuery;
/** They repeat a release that a majority refuses; that may go on behind the answer. */
const RELEASE_MS = DEADLINES_MS.lock;

/** As `distributed`, with what its README promises of a lock in place of a lease that is asked for its time. */
export async function underLibraryLock(
  acquire: LockLibrary,
  request: ClaimRequest,
  ledger: SeatLedger,
): Promise<ClaimOutcome> {
  const grant = acquire(leaseKeys(request), request.policy.lockTtlMs);
  const lock = await within(grant, ACQUIRE_MS);
  if (lock === 'refused') return CONTENDED;
  if (lock === undefined) {
    releaseWhenGranted(grant);
    return unavailable('no-quorum');
  }
  try {
    return await readThenWrite(request, ledger);
  } finally {
    await request.step('before-release');
    await within(released(lock), RELEASE_MS);
  }
}

async function readThenWrite(request: ClaimRequest, ledger: SeatLedger): Promise<ClaimOutcome> {
  await request.step('after-lock');
  const seats = await ledger.read(request);
  if (!allFree(seats)) return taken(seats);
  await request.step('after-read');
  return ledger.sell(request, seats);
}

function releaseWhenGranted(grant: Promise<LibraryLock | 'refused'>): void {
  grant.then(
    (lock) => (lock === 'refused' ? undefined : released(lock)),
    () => undefined,
  );
}

async function released(lock: LibraryLock): Promise<void> {
  try {
    await lock.release();
  } catch {
    // it ran out, or its nodes are away: it ends by itself, and the result stands
  }
}

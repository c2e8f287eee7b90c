import { createHash } from 'node:crypto';
import type { ClaimState } from '#contracts';
import type { ClaimWatcher } from '../../booking/life/claim-watch.js';
import type { ClaimRow } from '../../ledger/life/claim-row.js';
import type { ClaimStates } from '../claim-states.js';
import { EventStream } from './event-stream.js';

const ID_LENGTH = 16;

/** One client that is told what becomes of one claim, each state once. */
export class LiveClaim implements ClaimWatcher {
  readonly stream = new EventStream();
  readonly eventId: string;
  readonly claimId: string;

  /** @param told the state that the client has from an earlier connection, maybe to another replica */
  constructor(
    private readonly states: ClaimStates,
    first: ClaimState,
    private told: string | undefined,
  ) {
    this.eventId = first.eventId;
    this.claimId = first.claimId;
    this.#tell(first);
  }

  async see(claim: ClaimRow): Promise<void> {
    this.#tell(await this.states.state(claim));
  }

  beat(): void {
    this.stream.beat();
  }

  stop(): void {
    this.stream.finish();
  }

  #tell(state: ClaimState): void {
    const id = idOf(state);
    if (id !== this.told) this.stream.event('claim', state, id);
    this.told = id;
    if (!isFinal(state)) return;
    this.stream.event('end', { status: state.status });
    this.stop();
  }
}

/** Of what can change while a claim lives; the same in every replica. */
const idOf = ({ status, expiresAt, payment }: ClaimState): string =>
  createHash('sha256')
    .update(JSON.stringify([status, expiresAt, payment]))
    .digest('base64url')
    .slice(0, ID_LENGTH);

/** Money that is on its way to us may still make a booking of an expired claim. */
export function isFinal({ status, payment }: Pick<ClaimState, 'status' | 'payment'>): boolean {
  switch (status) {
    case 'pending':
    case 'held':
      return false;
    case 'booked':
    case 'expired':
      return payment?.status !== 'open';
    case 'refused':
    case 'released':
    case 'cancelled':
      return true;
  }
}

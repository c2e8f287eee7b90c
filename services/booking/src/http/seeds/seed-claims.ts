import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Problem } from '#contracts';
import { DEADLINES_MS, within } from '#deadlines';
import { problem } from '#errors';
import { ClaimTokens } from '../../booking/claim-tokens.js';
import { OneShotClaims } from '../../booking/one-shot-claims.js';
import { BOOKING_CONFIG, type BookingConfig } from '../../config.js';
import type { Claimed, Refusal } from '../../ledger/claim.js';
import { ClaimAnswers } from '../claim-answers.js';

type Wanted = { readonly labels: readonly string[] } | { readonly items: readonly { quantity: number }[] };

interface Tried {
  readonly strategy: string;
  readonly attempts: number;
}

export type SeedAnswer =
  /** With what its owner needs at /v1. */
  | (Tried & { readonly kind: 'claimed'; readonly claimed: Claimed; readonly owner: Owner })
  | (Tried & { readonly kind: 'refused'; readonly refusal: Refusal })
  /** There is no such event, or no such seat. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'problem'; readonly problem: Problem };

export interface Owner {
  readonly eventId: string;
  readonly claimId: string;
  readonly claimToken: string;
}

/** Claims of clients that know no keys: each request gets one of its own. */
@Injectable()
export class SeedClaims {
  constructor(
    private readonly claims: OneShotClaims,
    private readonly answers: ClaimAnswers,
    private readonly tokens: ClaimTokens,
    @Inject(BOOKING_CONFIG) private readonly config: BookingConfig,
  ) {}

  async claim(eventId: string, customerId: string, wanted: Wanted): Promise<SeedAnswer> {
    const command = { eventId, customerId, idempotencyKey: randomUUID(), ...wanted };
    const oneShot = await within(this.claims.claim(command), DEADLINES_MS.request);
    if (oneShot === undefined) {
      return { kind: 'problem', problem: problem('deadline-exceeded', undefined, this.#replica()) };
    }
    const { result, attempts } = oneShot;
    if (result.kind === 'event-unknown' || result.kind === 'seats-unknown') return { kind: 'unknown' };
    if (result.kind === 'decided') {
      const { outcome, strategy, claimId } = result.decision;
      return outcome.kind === 'claimed'
        ? { kind: 'claimed', claimed: outcome, owner: this.ownerOf(eventId, claimId), strategy, attempts }
        : { kind: 'refused', refusal: outcome, strategy, attempts };
    }
    const answer = await this.answers.of(result, command);
    if (!('code' in answer)) throw new Error(`a claim that is ${result.kind} was answered with a yes`);
    return { kind: 'problem', problem: answer };
  }

  ownerOf(eventId: string, claimId: string): Owner {
    return { eventId, claimId, claimToken: this.tokens.of(claimId) };
  }

  #replica(): { replica: string } {
    return { replica: this.config.replica };
  }
}

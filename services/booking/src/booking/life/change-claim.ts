import { Injectable } from '@nestjs/common';
import { databaseOutcome } from '../../ledger/database-outcome.js';
import { ClaimLife } from '../../ledger/life/claim-life.js';
import type { ClaimRow } from '../../ledger/life/claim-row.js';
import { amountOf, seatsOf } from '../../policy/sale.js';
import { Sales } from '../../policy/sales.js';
import { ClaimTokens } from '../claim-tokens.js';
import { type Change, type ClaimChanged, type ClaimReference, isDone, whyNot } from './claim-change.js';

/** Reads a claim and changes it, for the bearer of its token. A change that was made already is not made again. */
@Injectable()
export class ChangeClaim {
  constructor(
    private readonly life: ClaimLife,
    private readonly tokens: ClaimTokens,
    private readonly sales: Sales,
  ) {}

  async read(reference: ClaimReference): Promise<ClaimChanged> {
    const claim = await this.#find(reference);
    return claim === undefined ? { kind: 'unknown' } : { kind: 'claim', claim };
  }

  async change(reference: ClaimReference, change: Change): Promise<ClaimChanged> {
    try {
      const before = await this.#find(reference);
      if (before === undefined) return { kind: 'unknown' };
      const changed = !isDone(change, before) && (await this.#make(change, before));
      const after = (await this.#find(reference)) ?? before;
      const refused = !changed && !isDone(change, after);
      return refused ? { kind: 'refused', code: whyNot(change, after) } : { kind: 'claim', claim: after };
    } catch (error) {
      const outcome = databaseOutcome(error);
      if (outcome.kind === 'contended') return { kind: 'refused', code: 'request-in-progress' };
      if (outcome.kind === 'unavailable') return { kind: 'refused', code: outcome.code };
      throw error;
    }
  }

  async #costs({ eventId, seatIds }: ClaimRow): Promise<number> {
    return amountOf(seatsOf(await this.sales.find(eventId), seatIds));
  }

  async #find({ eventId, claimId, token }: ClaimReference): Promise<ClaimRow | undefined> {
    return this.tokens.fits(claimId, token) ? this.life.find(eventId, claimId) : undefined;
  }

  async #make(change: Change, claim: ClaimRow): Promise<boolean> {
    switch (change) {
      case 'confirm':
        return this.life.confirm(claim, (await this.#costs(claim)) === 0);
      case 'extend':
        return this.life.extend(claim);
      case 'give-back':
        return this.life.giveBack(claim);
    }
  }
}

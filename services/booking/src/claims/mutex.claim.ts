import { Injectable } from '@nestjs/common';
import { SeatLedger } from '../ledger/seat-ledger.js';
import { allFree } from '../ledger/seat.js';
import {
  type ClaimOutcome,
  type ClaimRequest,
  type ClaimStrategy,
  CONTENDED,
  taken,
} from './claim-strategy.js';
import { KeyedMutex } from './support/keyed-mutex.js';
import { lockKeys } from './support/lock-keys.js';

/** A lock in this process's memory: exact among its own requests, and unknown to every other process. */
@Injectable()
export class MutexClaim implements ClaimStrategy {
  static readonly key = 'mutex';
  static readonly guarantee = 'one-process';
  static readonly mechanism = "locks the seat in its process's own memory, then reads and writes it";
  static readonly lockScopes = ['seat', 'event'] as const;

  readonly #mutex = new KeyedMutex();

  constructor(private readonly ledger: SeatLedger) {}

  async claim(request: ClaimRequest): Promise<ClaimOutcome> {
    return this.#mutex.exclusively(lockKeys(request), () => this.#readThenWrite(request), CONTENDED);
  }

  async #readThenWrite(request: ClaimRequest): Promise<ClaimOutcome> {
    await request.step('after-lock');
    const seats = await this.ledger.read(request);
    if (!allFree(seats)) return taken(seats);
    await request.step('after-read');
    return this.ledger.sell(request, seats);
  }
}

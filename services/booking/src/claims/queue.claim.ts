import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { SeatLedger } from '../ledger/seat-ledger.js';
import { allFree } from '../ledger/seat.js';
import {
  type ClaimOutcome,
  type ClaimRequest,
  type ClaimStrategy,
  taken,
  unavailable,
} from './claim-strategy.js';
import { WaitingLine } from './support/waiting-line.js';

/** A claim that has waited 1.5 s and is then begun still ends within the 4 s of its request. */
const LIMITS = { lengthMost: 1_000, waitMs: 1_500, servedTogetherMost: 1 };

/** One worker takes one claim after another: nothing collides, as long as there is one worker. */
@Injectable()
export class QueueClaim implements ClaimStrategy, OnModuleDestroy {
  static readonly key = 'queue';
  static readonly guarantee = 'one-process';
  static readonly mechanism = "one worker, fed by a queue in its process's own memory, reads and writes";

  readonly #line = new WaitingLine(QueueClaim.key, LIMITS, (requests: readonly ClaimRequest[]) =>
    Promise.allSettled(requests.map((request) => this.#readThenWrite(request))),
  );

  constructor(private readonly ledger: SeatLedger) {}

  async claim(request: ClaimRequest): Promise<ClaimOutcome> {
    const outcome = await this.#line.enter(request);
    return typeof outcome === 'string' ? unavailable(outcome) : outcome;
  }

  onModuleDestroy(): void {
    this.#line.close();
  }

  async #readThenWrite(request: ClaimRequest): Promise<ClaimOutcome> {
    await request.step('after-lock');
    const seats = await this.ledger.read(request);
    if (!allFree(seats)) return taken(seats);
    await request.step('after-read');
    return this.ledger.sell(request, seats);
  }
}

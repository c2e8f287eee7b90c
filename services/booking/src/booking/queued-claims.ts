import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Rounds } from '#rounds';
import { BOOKING_CONFIG, type BookingConfig } from '../config.js';
import { type PendingClaim, PendingClaims } from '../ledger/pending-claims.js';
import { type ClaimCommand, fingerprint } from './claim-command.js';
import type { Unfit } from './claim-result.js';
import { ClaimSeats } from './claim-seats.js';

/** What others have stored, and what was put back, is found by looking. */
const LOOK_EVERY_MS = 250;
/** Of an event, in all replicas together. */
const WAITING_MOST = 1_000;
/** Longer than a claim may take, so that nobody decides what another one is still at. */
const LEASE_MS = 10_000;
/** After an attempt that decided nothing. */
const AGAIN_AFTER_MS = 100;

type Wanted = { readonly labels: readonly string[] } | Extract<ClaimCommand, { items: unknown }>['items'];

export type Queued =
  | { readonly kind: 'stored'; readonly claimId: string }
  | { readonly kind: 'key-known' | 'full' }
  | Unfit;

/**
 * A queue that dies with no process: a claim is stored as pending before it is answered, and decided later by the
 * worker of any replica, one at a time. Its row is the request's key, so that it is decided once.
 */
@Injectable()
export class QueuedClaims implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #rounds = new Rounds({
    what: 'deciding queued claims',
    everyMs: LOOK_EVERY_MS,
    round: () => this.#decideNext(),
  });

  constructor(
    private readonly pending: PendingClaims,
    private readonly claimSeats: ClaimSeats,
    @Inject(BOOKING_CONFIG) private readonly config: BookingConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.#rounds.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#rounds.stop();
  }

  async enter(command: ClaimCommand): Promise<Queued> {
    const unfit = await this.claimSeats.unfit(command);
    if (unfit !== undefined) return unfit;
    const { eventId, customerId, idempotencyKey } = command;
    const claimId = randomUUID();
    const wanted: Wanted = 'labels' in command ? { labels: command.labels } : command.items;
    const kind = await this.pending.store(
      {
        ...{ eventId, claimId, customerId, idempotencyKey, wanted },
        ...{ fingerprint: fingerprint(command), replica: this.config.replica },
      },
      WAITING_MOST,
    );
    if (kind !== 'stored') return { kind };
    this.#rounds.wake();
    return { kind, claimId };
  }

  /** Whether there was one. */
  async #decideNext(): Promise<boolean> {
    const next = await this.pending.take<Wanted>(LEASE_MS);
    if (next === undefined) return false;
    let isDecided = false;
    try {
      isDecided = (await this.claimSeats.claim(commandOf(next))).kind === 'decided';
    } finally {
      // nobody waits for the lease of a claim that was not decided, whatever came of the attempt
      if (!isDecided) await this.pending.putBack(next, AGAIN_AFTER_MS);
    }
    return true;
  }
}

const commandOf = ({ wanted, ...request }: PendingClaim<Wanted>): ClaimCommand =>
  'labels' in wanted ? { ...request, ...wanted } : { ...request, items: wanted };

import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { pause } from '#deadlines';
import { Rounds } from '#rounds';
import { metrics } from '#telemetry';
import { LedgerSignal } from '../../ledger/ledger-signal.js';
import { ClaimLife } from '../../ledger/life/claim-life.js';
import type { ClaimRow } from '../../ledger/life/claim-row.js';

/** What other replicas decide, and what the clock does, is found by looking. */
const LOOK_EVERY_MS = 250;
/** Between two looks, however many claims are decided here meanwhile. */
const REST_MS = 50;
/** In one replica; all of their claims are read by one statement, 500 in some 5 ms. */
const WATCHERS_MOST = 500;

const streams = new Gauge({
  name: 'live_streams',
  help: 'clients that are told live what becomes of their claim',
  registers: [metrics],
});

export interface ClaimWatcher {
  readonly eventId: string;
  readonly claimId: string;
  /** The claim as it is by now, changed or not. */
  see(claim: ClaimRow): Promise<void>;
  /** Before every look. */
  beat(): void;
  /** The replica stops. */
  stop(): void;
}

/** Looks at all the claims that somebody watches, for all of them together. */
@Injectable()
export class ClaimWatch implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #watchers = new Set<ClaimWatcher>();
  readonly #rounds = new Rounds({
    what: 'looking at watched claims',
    everyMs: LOOK_EVERY_MS,
    round: () => this.#look(),
  });
  readonly #stopListening: () => void;
  #stopping = false;

  constructor(
    private readonly life: ClaimLife,
    signal: LedgerSignal,
  ) {
    this.#stopListening = signal.onWritten(() => this.#rounds.wake());
  }

  onApplicationBootstrap(): void {
    this.#rounds.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopping = true;
    this.#stopListening();
    for (const watcher of this.#watchers) watcher.stop();
    await this.#rounds.stop();
  }

  watch(watcher: ClaimWatcher): 'watched' | 'full' | 'stopping' {
    if (this.#stopping) return 'stopping';
    if (this.#watchers.size >= WATCHERS_MOST) return 'full';
    this.#watchers.add(watcher);
    streams.inc();
    return 'watched';
  }

  leave(watcher: ClaimWatcher): void {
    if (this.#watchers.delete(watcher)) streams.dec();
  }

  async #look(): Promise<boolean> {
    const watchers = [...this.#watchers];
    if (watchers.length === 0) return false;
    for (const watcher of watchers) watcher.beat();
    const watched = new Map(watchers.map((watcher) => [watcher.claimId, watcher]));
    const claims = await this.life.findMany([...watched.values()]);
    const found = new Map(claims.map((claim) => [claim.claimId, claim]));
    await Promise.all(
      watchers.map(async (watcher) => {
        const claim = found.get(watcher.claimId);
        if (claim !== undefined) await watcher.see(claim);
      }),
    );
    await pause(REST_MS);
    return false;
  }
}

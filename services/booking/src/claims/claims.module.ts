import { Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { GUARANTEES, type StrategyView } from '#contracts';
import { DEADLINES_MS } from '#deadlines';
import { Leases, RedisNodes, UntunedNodes } from '#redlock';
import { BOOKING_CONFIG, type BookingConfig, BookingConfigModule } from '../config.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import type { ClaimStrategy, StrategyClass } from './claim-strategy.js';
import * as registered from './strategies.js';
import { ClaimSteps } from './support/claim-steps.js';
import { ClaimTraces } from './support/claim-traces.js';
import { LockQuorum } from './support/lock-quorum.js';

/** A module's exports have no order of their own: the weakest guarantee comes first. */
const byGuarantee = (one: StrategyClass, other: StrategyClass): number =>
  GUARANTEES.indexOf(one.guarantee) - GUARANTEES.indexOf(other.guarantee) || one.key.localeCompare(other.key);
const classes: readonly StrategyClass[] = Object.values<StrategyClass>(registered).sort(byGuarantee);

/** One attempt at a lease: the nodes' answers, then the release of what a minority granted. */
const LEASE_ATTEMPT_MS = 3 * DEADLINES_MS.redisNode;

/** What there is, the weakest guarantee first: for GET /v1/strategies, the policy's check, tests and the lab. */
export const STRATEGIES: readonly StrategyView[] = classes.map((strategy) => ({
  key: strategy.key,
  guarantee: strategy.guarantee,
  mechanism: strategy.mechanism,
  isolations: [...(strategy.isolations ?? ['read committed'])],
  lockScopes: [...(strategy.lockScopes ?? ['seat'])],
  labOnly: strategy.labOnly ?? false,
}));

/** Finds a strategy by its key. */
export class Strategies {
  constructor(private readonly byKey: ReadonlyMap<string, ClaimStrategy>) {}

  get(key: string): ClaimStrategy {
    const strategy = this.byKey.get(key);
    if (strategy === undefined)
      throw new Error(`the policy names "${key}", a strategy that this replica lacks`);
    return strategy;
  }
}

const strategies = {
  provide: Strategies,
  // listed and paired by position: ModuleRef.get() here would give objects whose constructor has not run
  inject: [...classes],
  useFactory: (...instances: ClaimStrategy[]) =>
    new Strategies(new Map(instances.map((instance, index) => [classes[index]?.key ?? '', instance]))),
};

const redisNodes = {
  provide: RedisNodes,
  inject: [BOOKING_CONFIG],
  useFactory: (config: BookingConfig) => {
    const log = new Logger('Redis');
    const timeouts = { commandMs: DEADLINES_MS.redisNode, connectMs: DEADLINES_MS.poolClient };
    return new RedisNodes(config.redisUrls, timeouts, (node, message) => log.warn(`${node}: ${message}`));
  },
};

/** Of the lock libraries that the lab judges; nothing is asked of it otherwise. */
const untunedNodes = {
  provide: UntunedNodes,
  inject: [BOOKING_CONFIG],
  useFactory: (config: BookingConfig) => new UntunedNodes(config.redisUrls, DEADLINES_MS.request),
};

const leases = {
  provide: Leases,
  inject: [RedisNodes],
  useFactory: (nodes: RedisNodes) =>
    new Leases(nodes, { attemptMs: LEASE_ATTEMPT_MS, votesMs: DEADLINES_MS.redisNode }),
};

@Module({
  imports: [BookingConfigModule, LedgerModule],
  providers: [...classes, ClaimSteps, ClaimTraces, LockQuorum, redisNodes, untunedNodes, leases, strategies],
  exports: [Strategies, ClaimSteps, ClaimTraces, RedisNodes],
})
export class ClaimsModule implements OnApplicationShutdown {
  constructor(
    private readonly redis: RedisNodes,
    private readonly untuned: UntunedNodes,
  ) {}

  onApplicationShutdown(): void {
    this.redis.close();
    this.untuned.close();
  }
}

import { createHash, randomUUID } from 'node:crypto';
import { DEFAULT_POLICY, type SalePolicy } from '#contracts';
import type { ClaimOutcome, ClaimRequest, StrategyClass } from '../../src/claims/claim-strategy.ts';
import { databaseOutcome } from '../../src/ledger/database-outcome.ts';
import { type Lane, labelOf } from './lane.ts';
import type { Scene } from './scenes.ts';

/** Longer than any execution: a lease is lost when the scheduler loses it, and at no other time. */
const LEASE_MS = 60_000;

/** The third one is there for the others to wait for, and is never chosen. */
const NAMES = ['A', 'B', 'C'] as const;
export type Name = (typeof NAMES)[number];

/** What is tried. */
export interface Subject {
  readonly key: string;
  /** Where it is not registered. */
  readonly made?: StrategyClass;
  readonly policy: Pick<SalePolicy, 'isolation' | 'lockScope'>;
}

export interface Part {
  readonly name: Name;
  readonly request: Omit<ClaimRequest, 'step'>;
  /** What the answer would be made of: what the database refuses is an outcome as well. */
  readonly claim: (step: ClaimRequest['step']) => Promise<ClaimOutcome>;
}

/** The claims of a scene, on an event of their own. */
export async function cast(lane: Lane, { key, made, policy: its }: Subject, scene: Scene): Promise<Part[]> {
  const policy = { ...DEFAULT_POLICY, ...its, strategy: key, guard: false, lockTtlMs: LEASE_MS };
  const eventId = await lane.openEvent(policy);
  const wants = scene.behind === undefined ? scene.wants : [...scene.wants, scene.behind];
  return wants.map((seatIds, index) => {
    const name = NAMES[index] ?? 'C';
    const replica = scene.replicas[index] ?? 0;
    const strategy = lane.strategy(replica, made ?? key);
    const request = {
      ...requestOf(name, seatIds),
      ...{ eventId, policy, policyVersion: 1, replica: `booking-${replica + 1}` },
    };
    const claim = (step: ClaimRequest['step']): Promise<ClaimOutcome> =>
      strategy.claim({ ...request, step }).catch(databaseOutcome);
    return { name, request, claim };
  });
}

const requestOf = (name: Name, seatIdsAsNamed: readonly number[]) => ({
  claimId: randomUUID(),
  customerId: name,
  idempotencyKey: `key-of-${name}`,
  fingerprint: createHash('sha256').update(seatIdsAsNamed.map(labelOf).join()).digest(),
  seatIds: seatIdsAsNamed.toSorted((one, other) => one - other),
  seatIdsAsNamed,
});

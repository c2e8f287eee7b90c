import type { Guarantee, WantedFailpoint } from '#contracts';
import type { Cluster, NamedReplica, Need } from '../cluster/cluster.js';
import type { Replica } from '../replica.js';

/** Where a strike of the matrix happens. */
export interface StrikeSite {
  cluster: Cluster;
  /** where the holders are */
  victim: NamedReplica;
  /** one for each strategy */
  eventIds: readonly string[];
}

export interface Injected {
  /** the fault's own look at what it did: the process is gone or another one, bytes were dropped, inventory waits */
  happened(): Promise<boolean>;
  /** whole again: comes back when it is */
  heal(): Promise<void>;
}

/** What the matrix does to the cluster while a claim of every strategy stands in the window. docs/lab.md */
export interface Fault {
  /** for --help and the tables; no capital, no full stop */
  does: string;
  /** the lease that locks in Redis get, in ms */
  lockTtlMs: number;
  /** where the holders are held */
  window: WantedFailpoint['step'];
  /** how long they stay there after the rivals have come, in ms at most: they go on when the rivals know */
  holdMs: number;
  /** how long the fault goes on after that, in ms; not at all when it is not given */
  lastsMs?: number;
  /** does the victim answer while the fault goes on? Else it is whole again before its holders go on. */
  victimAnswers: boolean;
  /** whoever gets the seat meanwhile is held too, until the holder has written: both have read before one writes */
  holdsRivals?: boolean;
  /** he cannot end what he has begun: whoever wants the seat must not have to wait until he is back */
  takesHolder?: boolean;
  /** the holder does not wait for his answer: he asks elsewhere with the same key */
  impatient?: boolean;
  /** what of this machine it takes */
  needs: readonly Need[];
  /** before the holders come */
  prepare?(site: StrikeSite): Promise<void>;
  inject(site: StrikeSite): Promise<Injected>;
  /** for those that can go on all through a race: `npm run race -- --fault` */
  duringRace?: RaceFault;
}

/** Where a race happens. */
export interface FaultSite {
  eventId: string;
  lockTtlMs: number;
  replicas: readonly Replica[];
}

/** A fault that goes on. */
export interface RunningFault {
  /** how often it has hit so far: 0 at the end means that nothing was tried */
  hits(): Promise<number>;
  end(): Promise<void>;
}

export interface RaceFault {
  /** the lease that the sale gets unless it is asked for another, in ms */
  lockTtlMs: number;
  /** the guarantees that do not survive it */
  breaks: readonly Guarantee[];
  begin(site: FaultSite): Promise<RunningFault>;
}

/** The usual kind: the holders have read and not written, and their leases last well beyond the strike. */
export const AT_WORK = {
  lockTtlMs: 3_000,
  window: 'at-work',
  holdMs: 800,
  victimAnswers: true,
  needs: [],
} as const satisfies Partial<Fault>;

/** A lease that ends while its holder is held. */
export const SHORT_LEASE = { lockTtlMs: 1_000, holdMs: 1_900 } as const satisfies Partial<Fault>;

/** For a question to come and go on a busy machine, and for a clock that tells whole seconds. */
const CLOCK_MS_OFF_MOST = 10_000;

export const isAhead = (aheadMs: number, byMs: number): boolean =>
  Math.abs(aheadMs - byMs) < CLOCK_MS_OFF_MOST;

export const NOTHING_TO_HEAL = async (): Promise<void> => {};

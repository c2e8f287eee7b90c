import type { Guarantee } from '#contracts';
import type { Replica } from '../replica.js';

/** Where a fault happens. */
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

export interface Fault {
  /** for --help */
  does: string;
  /** the lease that the sale gets unless it is asked for another, in ms */
  lockTtlMs: number;
  /** the guarantees that do not survive it */
  breaks: readonly Guarantee[];
  begin(site: FaultSite): Promise<RunningFault>;
}

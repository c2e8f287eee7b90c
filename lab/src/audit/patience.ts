/**
 * What is younger is in flight and no difference. A webhook that never comes is made up for sooner: booking asks for an
 * open payment every 20 s at least.
 */
export const SETTLED_WITHIN_S = 30;
/** The sweeper comes by every 15 s at most; with a margin for one that was killed over it. */
export const SWEPT_WITHIN_S = 35;
/** Three leases of 10 s of whoever decides queued claims. */
export const DECIDED_WITHIN_S = 30;

import { z } from 'zod';
import { EventId } from './events.js';

const PAUSE_MS_MOST = 10_000;
const TIMES_MOST = 1_000;

/**
 * The named steps of a claim, the last one where a lease is given back; and the moment of its simulated work: after the
 * read, or before COMMIT without one.
 */
const FAILPOINT_STEPS = [
  'after-lock',
  'after-read',
  'at-work',
  'before-write',
  'before-commit',
  'after-commit',
  'before-release',
] as const;

/** The transactions that change a claim, or end many, and the named steps of each. */
const CLAIM_CHANGES = [
  'confirm',
  'extend',
  'give-back',
  'pay',
  'cancel',
  'take-over',
  'sweep',
  'reset',
] as const;
export type ClaimChange = (typeof CLAIM_CHANGES)[number];
/** `after-decide`: the claim's row is changed, what follows from it is not. */
const CHANGE_STEPS = ['before-decide', 'after-decide', 'before-commit', 'after-commit'] as const;
export type ChangeStep = (typeof CHANGE_STEPS)[number];

const CHANGES_AT_STEPS = CLAIM_CHANGES.flatMap((change) =>
  CHANGE_STEPS.map((step): `${ClaimChange}:${ChangeStep}` => `${change}:${step}`),
);

/** A pause, armed in one replica for the claims of one event. In the lab profile only. */
export const Failpoint = z
  .strictObject({
    eventId: EventId,
    step: z.enum([...FAILPOINT_STEPS, ...CHANGES_AT_STEPS]),
    pauseMs: z.int().min(1).max(PAUSE_MS_MOST),
    timesPerSeat: z
      .int()
      .min(1)
      .max(TIMES_MOST)
      .describe('how many claims of the same seats, or changes of the same claim, it hits'),
    blocks: z.boolean().optional().describe('true: the whole process stands still, and not this claim alone'),
  })
  .meta({ id: 'Failpoint' });
export type Failpoint = z.infer<typeof Failpoint>;

export const ArmedFailpoint = Failpoint.extend({
  hits: z.int().describe('claims that it has paused so far'),
}).meta({ id: 'ArmedFailpoint' });
export type ArmedFailpoint = z.infer<typeof ArmedFailpoint>;
export const FailpointList = z.object({ failpoints: z.array(ArmedFailpoint) }).meta({ id: 'FailpointList' });
export type FailpointList = z.infer<typeof FailpointList>;
export const EventQuery = z.strictObject({ eventId: EventId });
export type EventQuery = z.infer<typeof EventQuery>;

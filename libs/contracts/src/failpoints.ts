import { z } from 'zod';
import { EventId } from './events.js';

const PAUSE_MS_MOST = 10_000;
const TIMES_MOST = 1_000;

/**
 * The named steps of a claim, `before-release` where a lease is given back, `before-answer` once HTTP has an answer to
 * give; and the moment of its simulated work: after the read, or before COMMIT without one.
 */
const FAILPOINT_STEPS = [
  'after-lock',
  'after-read',
  'at-work',
  'before-write',
  'before-commit',
  'after-commit',
  'before-release',
  'before-answer',
] as const;

/** The relay, for a batch with rows of the event; the last one is inventory's, for a message with such rows. */
const MESSAGE_STEPS = ['before-publish', 'after-publish', 'before-ack'] as const;

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

/** `stop` is SIGSTOP and `kill` SIGKILL, to itself; `throw` is an unexpected error at that point. */
const FAILPOINT_ACTIONS = ['delay', 'stop', 'kill', 'throw'] as const;

/** Something that goes wrong, armed in one process for one event. In the lab profile only. */
export const Failpoint = z
  .strictObject({
    eventId: EventId,
    step: z.enum([...FAILPOINT_STEPS, ...CHANGES_AT_STEPS, ...MESSAGE_STEPS]),
    does: z.enum(FAILPOINT_ACTIONS).default('delay'),
    pauseMs: z
      .int()
      .min(1)
      .max(PAUSE_MS_MOST)
      .optional()
      .describe('of a delay, and needed there; it ends early when the failpoint is disarmed'),
    timesPerSeat: z
      .int()
      .min(1)
      .max(TIMES_MOST)
      .describe('how many claims of the same seats, changes of the same claim, or messages it hits'),
    blocks: z.boolean().optional().describe('true: the whole process stands still, and not this claim alone'),
  })
  .refine(({ does, pauseMs }) => (does === 'delay') === (pauseMs !== undefined), {
    error: 'pauseMs belongs to a delay, and a delay needs it',
    path: ['pauseMs'],
  })
  .meta({ id: 'Failpoint' });
export type Failpoint = z.infer<typeof Failpoint>;
/** As it is sent. */
export type WantedFailpoint = z.input<typeof Failpoint>;

export const ArmedFailpoint = z
  .object({
    ...Failpoint.shape,
    hits: z.int().describe('how often it has hit so far'),
    inside: z.int().describe('how many stand in its delay at this moment'),
  })
  .meta({ id: 'ArmedFailpoint' });
export type ArmedFailpoint = z.infer<typeof ArmedFailpoint>;
export const FailpointList = z.object({ failpoints: z.array(ArmedFailpoint) }).meta({ id: 'FailpointList' });
export type FailpointList = z.infer<typeof FailpointList>;
export const EventQuery = z.strictObject({ eventId: EventId });
export type EventQuery = z.infer<typeof EventQuery>;

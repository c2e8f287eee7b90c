import { writeSync } from 'node:fs';
import type { ArmedFailpoint, Failpoint } from '#contracts';
import { within } from '#deadlines';

/** A matrix arms a few for each of its events, of which there is one for each strategy. */
const ARMED_MOST = 200;
const STDERR = 2;

/** Who comes to a failpoint. */
export interface Passing {
  readonly eventId: string;
  /** Whose hits are counted together: the seats of a claim, the claim that is changed; nobody for a message. */
  readonly who?: readonly (number | string)[];
  /** For the line that is left by a process that kills itself. */
  readonly claimId?: string;
}

interface Armed {
  readonly point: Failpoint;
  readonly hitsBy: Map<string, number>;
  readonly disarmed: Promise<void>;
  readonly endWaits: () => void;
  hits: number;
  inside: number;
}

/** What a failpoint throws: nobody foresees it, so it goes where every unexpected error goes. */
export class FailpointError extends Error {
  override readonly name = 'FailpointError';
}

/** Where this process is made to go wrong, so that what is rare happens every time. Nothing is armed but by the lab. */
export class Failpoints {
  readonly #armed = new Map<string, Armed>();

  constructor(private readonly profile: 'lab' | 'production') {}

  /** Replaces what was armed at this step of the event, which is disarmed by that; false when too many are armed. */
  arm(point: Failpoint): boolean {
    if (this.profile !== 'lab') throw new Error('failpoints are armed in the lab alone');
    const key = keyOf(point.step, point.eventId);
    const before = this.#armed.get(key);
    if (before === undefined && this.#armed.size >= ARMED_MOST) return false;
    before?.endWaits();
    let endWaits = (): void => {};
    const disarmed = new Promise<void>((resolve) => (endWaits = resolve));
    this.#armed.set(key, { point, hitsBy: new Map(), disarmed, endWaits, hits: 0, inside: 0 });
    return true;
  }

  list(eventId: string): ArmedFailpoint[] {
    const ofEvent = [...this.#armed.values()].filter(({ point }) => point.eventId === eventId);
    return ofEvent.map(({ point, hits, inside }) => ({ ...point, hits, inside }));
  }

  /** Whoever stands in a delay of the event goes on at once. */
  disarm(eventId: string): void {
    for (const [key, { point, endWaits }] of this.#armed) {
      if (point.eventId !== eventId) continue;
      this.#armed.delete(key);
      endWaits();
    }
  }

  get areArmed(): boolean {
    return this.#armed.size > 0;
  }

  /** Undefined, at the price of one comparison, where nothing is armed at all. */
  pass(step: Failpoint['step'], passing: Passing): Promise<void> | undefined {
    return !this.areArmed ? undefined : this.#pass(step, passing);
  }

  /** For a message, once for each event that it is about; what these are is asked only where something is armed. */
  passAll(step: Failpoint['step'], eventIds: () => Iterable<string>): Promise<void> | undefined {
    return !this.areArmed ? undefined : this.#passAll(step, new Set(eventIds()));
  }

  async #passAll(step: Failpoint['step'], eventIds: ReadonlySet<string>): Promise<void> {
    for (const eventId of eventIds) await this.#pass(step, { eventId });
  }

  async #pass(step: Failpoint['step'], passing: Passing): Promise<void> {
    const armed = this.#armed.get(keyOf(step, passing.eventId));
    if (armed === undefined) return;
    const who = (passing.who ?? []).join();
    const hits = armed.hitsBy.get(who) ?? 0;
    if (hits >= armed.point.timesPerSeat) return;
    armed.hitsBy.set(who, hits + 1);
    armed.hits += 1;
    await goWrong(armed, passing);
  }
}

const keyOf = (step: string, eventId: string): string => `${eventId} ${step}`;

/** It has been counted by then: whoever is stopped or dies cannot. */
async function goWrong(armed: Armed, passing: Passing): Promise<void> {
  switch (armed.point.does) {
    case 'delay':
      return delay(armed);
    case 'stop':
      // the kernel stops a process that asks for it before the call is back
      process.kill(process.pid, 'SIGSTOP');
      return;
    case 'kill':
      // synchronous: a log that is written later is never written
      writeSync(STDERR, `${described(armed.point, passing)}: kills itself\n`);
      process.kill(process.pid, 'SIGKILL');
      return;
    case 'throw':
      throw new FailpointError(described(armed.point, passing));
  }
}

async function delay(armed: Armed): Promise<void> {
  const { pauseMs = 0, blocks = false } = armed.point;
  if (blocks) {
    standStill(pauseMs);
    return;
  }
  armed.inside += 1;
  try {
    await within(armed.disarmed, pauseMs);
  } finally {
    armed.inside -= 1;
  }
}

/** As synchronous work or a blocking driver would, but without taking the processor from others. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)), 0, 0, ms);
}

const described = ({ step, eventId }: Failpoint, { claimId }: Passing): string =>
  `failpoint ${step} of event ${eventId}${claimId ? `, claim ${claimId}` : ''}`;

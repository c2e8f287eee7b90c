import type { ChangeStep, ClaimChange } from '#contracts';
import type { StepsOf } from '../../src/ledger/life/change-steps.ts';

export type Moment = `${ClaimChange}:${ChangeStep}`;

/** Somebody comes to it, and goes on when it is opened. */
export interface Gate {
  readonly reached: Promise<void>;
  open(): void;
}

/** Where changes of claims wait for each other, in place of pauses that are hoped to be long enough. */
export class Gates {
  readonly #closed = new Map<string, { arrive: () => void; opened: Promise<void> }>();

  readonly stepsOf: StepsOf =
    ({ change, eventId }) =>
    async (name) => {
      const gate = this.#closed.get(`${eventId} ${change}:${name}`);
      gate?.arrive();
      await gate?.opened;
    };

  close(eventId: string, moment: Moment): Gate {
    let open = (): void => {};
    let arrive = (): void => {};
    const opened = new Promise<void>((resolve) => (open = resolve));
    const reached = new Promise<void>((resolve) => (arrive = resolve));
    this.#closed.set(`${eventId} ${moment}`, { arrive, opened });
    return { reached, open };
  }
}

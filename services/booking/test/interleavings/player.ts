import { type Actor, type Answered, type Sent, actors } from './actors.ts';

/** What a claim did from one stop to the next, or until it had to wait. */
export interface Move {
  readonly name: string;
  /** Named steps that it came to; it stopped at the last one. */
  readonly steps: string[];
  readonly did: { readonly sent: Sent; readonly answered: Answered }[];
  waited: boolean;
  /** It was let go; else it went on by itself, once it need not wait any more. */
  readonly chosen: boolean;
  /** Nothing that it did itself: its lease was lost. */
  readonly lost?: true;
}

/** Hears of everything that a claim does. */
export interface Audience {
  sent(sent: Sent): void;
  answered(sent: Sent): void;
  arrived(): void;
}

const BEGINS = 'begins';
export const ENDS = 'ends';
/** Opening a transaction shows nothing to anybody: what it sees and locks begins with its first statement. */
const isSeen = ({ text }: Sent): boolean => !text.startsWith('BEGIN');

/** One claim of an execution: stands at a step, goes on, waits, or has ended. */
export class Player<Outcome> implements Actor {
  /** Of each step it came to: whether it sent something before the next one. */
  readonly sentAfter: [step: string, something: boolean][] = [];
  #at = BEGINS;
  #go: (() => void) | undefined;
  #sentSince = false;
  #move: Move | undefined;
  #outcome: Promise<Outcome> | undefined;

  /**
   * @param passes steps at which it does not stop
   * @param story to which its moves are added
   */
  constructor(
    readonly name: string,
    private readonly passes: ReadonlySet<string>,
    private readonly story: Move[],
    private readonly audience: Audience,
    claim: (step: (name: string) => Promise<void>) => Promise<Outcome>,
  ) {
    this.#go = () => {
      this.#outcome = actors.run(this, () => this.#ending(claim((step) => this.arrives(step))));
      this.#outcome.catch(() => undefined);
    };
  }

  get hasBegun(): boolean {
    return this.#outcome !== undefined;
  }
  get stands(): boolean {
    return this.#go !== undefined;
  }
  get hasEnded(): boolean {
    return this.#at === ENDS;
  }

  /** When it has ended. */
  get outcome(): Promise<Outcome> {
    if (this.#outcome === undefined) throw new Error(`${this.name} has not begun`);
    return this.#outcome;
  }

  letGo(): void {
    const go = this.#go;
    if (go === undefined) throw new Error(`${this.name} does not stand at a step`);
    this.#go = undefined;
    this.#nextMove(true);
    go();
  }

  /** Nobody goes on by himself, and it stands nowhere. */
  waits(): void {
    if (this.stands || this.hasEnded || this.#move === undefined) return;
    this.#move.waited = true;
    this.#move = undefined;
  }

  arrives(step: string): Promise<void> {
    // one worker may serve several claims: from here on it works for this one
    actors.enterWith(this);
    this.sentAfter.push([this.#at, this.#sentSince]);
    this.#sentSince = false;
    this.#at = step;
    this.#moving.steps.push(step);
    const arrived =
      step === ENDS || this.passes.has(step)
        ? Promise.resolve()
        : new Promise<void>((resolve) => (this.#go = resolve));
    this.audience.arrived();
    return arrived;
  }

  sends(sent: Sent): void {
    this.#sentSince ||= isSeen(sent);
    this.audience.sent(sent);
  }

  isAnswered(sent: Sent, answered: Answered): void {
    this.#moving.did.push({ sent, answered });
    this.audience.answered(sent);
  }

  async #ending(claim: Promise<Outcome>): Promise<Outcome> {
    try {
      return await claim;
    } finally {
      await this.arrives(ENDS);
    }
  }

  get #moving(): Move {
    return this.#move ?? this.#nextMove(false);
  }

  #nextMove(chosen: boolean): Move {
    const move: Move = { name: this.name, steps: [], did: [], waited: false, chosen };
    this.story.push(move);
    this.#move = move;
    return move;
  }
}

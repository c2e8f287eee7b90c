import { type Finding, checkers } from '#checkers';
import type { ClaimOutcome } from '../../src/claims/claim-strategy.ts';
import { TooLate } from '../life/late.ts';
import { type Name, type Part, type Subject, cast } from './casting.ts';
import { evidenceOf } from './evidence.ts';
import type { Lane } from './lane.ts';
import { type Move, Player } from './player.ts';
import { Quiet } from './quiet.ts';
import type { Scene } from './scenes.ts';

/** Whose turn it is; or that the lease which somebody has at this moment is lost. */
export type Choice = Name | 'lose';
const CHOSEN_FROM = ['A', 'B'];
/** What the rows of an execution are asked. */
const ASKED = ['sold-once', 'all-or-none', 'acked-is-stored', 'stored-was-told'] as const;

export interface Rules {
  readonly scene: Scene;
  /** Steps at which nobody stops. */
  readonly passes: ReadonlySet<string>;
  /** A lease, once. */
  readonly mayLose: boolean;
}

export interface Played {
  readonly scene: Scene;
  readonly choices: readonly Choice[];
  /** At each of them, what there was to choose from. */
  readonly options: readonly (readonly Choice[])[];
  readonly story: readonly Move[];
  readonly outcomes: readonly ClaimOutcome[];
  readonly findings: readonly Finding[];
  /** Of every step that was come to: whether something was sent before the next one. */
  readonly sentAfter: readonly (readonly [step: string, something: boolean])[];
  /** Somebody had a lease. */
  readonly leased: boolean;
  /** Both waited for the third claim. */
  readonly waitedBehind: boolean;
}

/** The same choices led elsewhere: which of two transactions PostgreSQL undoes is its own decision. */
export class Diverged extends Error {
  override readonly name = 'Diverged';
}

/** Two claims on an event of their own, step by step: as chosen, and after that one to its end and then the other. */
export class Execution {
  readonly #story: Move[] = [];
  readonly #choices: Choice[] = [];
  readonly #options: Choice[][] = [];
  readonly #quiet: Quiet;
  readonly #players: readonly Player<ClaimOutcome>[];
  readonly #eventId: string;
  /** Who got the lease that is there. */
  #holder: Player<ClaimOutcome> | undefined;
  #owner: string | undefined;
  #leased = false;
  #waitedBehind = false;
  #lost = false;

  private constructor(
    private readonly lane: Lane,
    private readonly rules: Rules,
    private readonly parts: readonly Part[],
  ) {
    this.#quiet = new Quiet(lane.allBlocked);
    this.#eventId = parts[0]?.request.eventId ?? '';
    this.#players = parts.map(
      ({ name, claim }) => new Player(name, rules.passes, this.#story, this.#quiet, claim),
    );
  }

  static async play(lane: Lane, subject: Subject, rules: Rules, chosen: readonly Choice[]): Promise<Played> {
    const execution = new Execution(lane, rules, await cast(lane, subject, rules.scene));
    try {
      await execution.#playOut(chosen);
    } finally {
      await execution.#leave();
    }
    return execution.#played();
  }

  async #playOut(chosen: readonly Choice[]): Promise<void> {
    await this.#queueUp();
    while (this.#players.some((player) => !player.hasEnded)) {
      const options = this.#optionsNow();
      if (options.length > 0) await this.#choose(chosen[this.#choices.length], options);
      else await this.#quiet.change();
      await this.#settle();
      if (this.rules.mayLose && !this.#lost) await this.#seeLease();
    }
    if (this.#choices.length < chosen.length) throw new Diverged('it ended before');
  }

  async #settle(): Promise<void> {
    await this.#quiet.quiet();
    for (const player of this.#players) player.waits();
  }

  /** The third claim begins, the two come and wait for it or do not, and it ends. */
  async #queueUp(): Promise<void> {
    const [, , third] = this.#players;
    if (third === undefined) return;
    for (const player of [third, ...this.#players.slice(0, 2)]) {
      player.letGo();
      await this.#settle();
    }
    this.#waitedBehind = !this.#players.slice(0, 2).some(({ stands, hasEnded }) => stands || hasEnded);
    while (third.stands) {
      third.letGo();
      await this.#settle();
    }
  }

  #optionsNow(): Choice[] {
    const standing = this.parts.flatMap(({ name }, index) =>
      CHOSEN_FROM.includes(name) && this.#players[index]?.stands === true ? [name] : [],
    );
    if (this.rules.scene.alike && this.#choices.length === 0) return standing.slice(0, 1);
    return this.#holder?.stands === true && !this.#lost ? [...standing, 'lose'] : standing;
  }

  async #choose(wanted: Choice | undefined, options: Choice[]): Promise<void> {
    const choice = wanted ?? this.#asBefore(options);
    if (!options.includes(choice)) throw new Diverged(`${choice} cannot be chosen`);
    this.#choices.push(choice);
    this.#options.push(options);
    if (choice === 'lose') await this.#lose();
    else this.#players.find(({ name }) => name === choice)?.letGo();
  }

  #asBefore(options: readonly Choice[]): Choice {
    const last = this.#choices.findLast((choice) => choice !== 'lose');
    const [first = 'A'] = options;
    return last !== undefined && options.includes(last) ? last : first;
  }

  /** Somebody's lease is there that was not there before: it is his who has just moved. */
  async #seeLease(): Promise<void> {
    const owner = (await this.lane.lease(this.#eventId))?.owner;
    if (owner !== this.#owner) {
      this.#holder =
        owner === undefined ? undefined : this.#players.find(({ name }) => name === this.#choices.at(-1));
    }
    this.#owner = owner;
    this.#leased ||= owner !== undefined;
  }

  async #lose(): Promise<void> {
    const lease = await this.lane.lease(this.#eventId);
    if (lease === undefined || this.#holder === undefined) throw new Error('there is no lease to lose');
    this.#story.push({
      name: this.#holder.name,
      steps: [],
      did: [],
      waited: false,
      chosen: true,
      lost: true,
    });
    await this.lane.lose(lease);
    this.#lost = true;
  }

  /** Nobody stays behind, whatever came of it. */
  async #leave(): Promise<void> {
    while (this.#players.some((player) => player.hasBegun && !player.hasEnded)) {
      for (const player of this.#players) if (player.hasBegun && player.stands) player.letGo();
      await this.#quiet.quiet();
      if (!this.#players.some((player) => player.stands && player.hasBegun)) await this.#quiet.change();
    }
  }

  async #played(): Promise<Played> {
    const outcomes = await Promise.all(this.#players.map((player) => player.outcome));
    const late = outcomes.find((outcome) => outcome.kind === 'unavailable');
    if (late !== undefined) throw new TooLate(`${late.kind}: ${late.code}`);
    const evidence = evidenceOf(this.parts, outcomes, await this.lane.rows(this.#eventId));
    return {
      ...{ scene: this.rules.scene, choices: this.#choices, options: this.#options },
      ...{ story: this.#story, outcomes, leased: this.#leased, waitedBehind: this.#waitedBehind },
      findings: ASKED.flatMap((name) => checkers[name]?.(evidence) ?? []),
      sentAfter: this.#players.flatMap((player) => player.sentAfter),
    };
  }
}

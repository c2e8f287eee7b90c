import type { StrategyClass } from '../../src/claims/claim-strategy.ts';
import type { Subject } from './casting.ts';
import { explore } from './exploration.ts';
import { Lane } from './lane.ts';
import { type Result, resultOf } from './results.ts';
import { APART, BEHIND, LOSING, type Scene, TOGETHER } from './scenes.ts';
import { Wire } from './wire.ts';

/** One works while the others wait for PostgreSQL and Redis. */
const LANES = 4;

/** Scenes are explored in one lane each, and several at a time. */
export class Lanes {
  readonly #wire = new Wire();
  readonly #waiting: ((lane: Lane) => void)[] = [];

  private constructor(
    private readonly all: readonly Lane[],
    private readonly idle: Lane[],
  ) {}

  static async open(): Promise<Lanes> {
    const all = await Promise.all(Array.from({ length: LANES }, () => Lane.open()));
    return new Lanes(all, [...all]);
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((lane) => lane.close()));
    this.#wire.remove();
  }

  /** Makes a strategy that is not registered. */
  async add(made: StrategyClass): Promise<void> {
    await Promise.all(this.all.map((lane) => lane.add(made)));
  }

  /** Every order of every scene; and once more with a lease lost on the way, where somebody has one. */
  async explore(subject: Subject, mayLose = true): Promise<Result[]> {
    const scenes = [...TOGETHER, ...BEHIND, ...APART];
    const whole = await Promise.all(scenes.map((scene) => this.#explore(subject, scene, false)));
    const leases = mayLose && whole.some(({ leased }) => leased);
    const losing = leases ? LOSING.map((scene) => this.#explore(subject, scene, true)) : [];
    return [...whole, ...(await Promise.all(losing))].map(({ result }) => result);
  }

  async #explore(
    subject: Subject,
    scene: Scene,
    leaseLost: boolean,
  ): Promise<{ result: Result; leased: boolean }> {
    const lane = this.idle.pop() ?? (await new Promise<Lane>((resolve) => this.#waiting.push(resolve)));
    try {
      const { played, leased } = await explore(lane, subject, scene, leaseLost);
      return { result: resultOf(scene, leaseLost, played), leased };
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.idle.push(lane);
      else next(lane);
    }
  }
}

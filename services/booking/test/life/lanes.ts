import fc from 'fast-check';
import { Lane } from './lane.ts';
import { isLate } from './late.ts';
import { sequences, settings } from './operations.ts';
import { type Seen, runSequence } from './sequence.ts';

export interface Run {
  readonly seed: number;
  readonly sequences: number;
  /** Not begun after so many ms; for ever, where it is not given. */
  readonly withinMs?: number;
}

/** Several lanes side by side, in each one sequence after another. */
export class Lanes {
  private constructor(private readonly lanes: readonly Lane[]) {}

  static async open(lanes: number): Promise<Lanes> {
    return new Lanes(await Promise.all(Array.from({ length: lanes }, () => Lane.open())));
  }

  async close(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.close()));
  }

  /** What they came to; rejects with the shortest sequence found that breaks something, and how to see it again. */
  async run({ seed, sequences: wanted, withinMs }: Run): Promise<Seen> {
    const seen: Seen = new Map();
    const numRuns = Math.ceil(wanted / this.lanes.length);
    const limit = withinMs === undefined ? {} : { interruptAfterTimeLimit: withinMs };
    await Promise.all(
      this.lanes.map(async (lane, index) => {
        await lane.clear();
        const property = fc.asyncProperty(settings, sequences, async (rules, operations) => {
          try {
            await runSequence(lane, rules, operations, seen);
          } catch (error) {
            await lane.clear();
            // then it is no run, and another one takes its place
            fc.pre(!isLate(error));
            throw error;
          }
        });
        await fc.assert(property, { seed: seed + index, numRuns, maxSkipsPerRun: 1, ...limit });
      }),
    );
    return seen;
  }
}

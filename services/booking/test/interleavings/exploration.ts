import type { Subject } from './casting.ts';
import { type Choice, Diverged, Execution, type Played, type Rules } from './execution.ts';
import { isLate } from '../life/late.ts';
import type { Lane } from './lane.ts';
import { ENDS } from './player.ts';
import type { Scene } from './scenes.ts';

/** Of one scene. There are some hundred at most: more means that claims do not end. */
const ORDERS_MOST = 5_000;
/** A busy machine, and PostgreSQL's choice of whom to undo. */
const TRIES_MOST = 10;

export interface Explored {
  readonly played: readonly Played[];
  /** Somebody had a lease. */
  readonly leased: boolean;
}

/** Every order of a scene; none where it is about waiting for a third claim, and nobody does. */
export async function explore(
  lane: Lane,
  subject: Subject,
  scene: Scene,
  mayLose: boolean,
): Promise<Explored> {
  const first = await attempt(lane, subject, { scene, passes: new Set(), mayLose: true }, []);
  const { leased } = first;
  if (scene.behind !== undefined && !first.waitedBehind) return { played: [], leased };
  for (let passes = silentSteps([first]); ;) {
    const played = await everyOrder(lane, subject, { scene, passes, mayLose });
    const silent = silentSteps(played);
    const stillSilent = new Set([...passes].filter((step) => silent.has(step)));
    if (stillSilent.size === passes.size) return { played, leased };
    passes = stillSilent;
  }
}

/**
 * Steps after which nobody sent anything before the next one. To stop there makes no other order: what the other claim
 * does meanwhile, it could as well do before.
 */
function silentSteps(all: readonly Played[]): Set<string> {
  const sent = all.flatMap(({ sentAfter }) => sentAfter);
  const loud = new Set(sent.filter(([, something]) => something).map(([step]) => step));
  return new Set(sent.map(([step]) => step).filter((step) => step !== ENDS && !loud.has(step)));
}

/** Depth first: each execution is begun anew, follows its choices, and leaves the other ones to be tried later. */
async function everyOrder(lane: Lane, subject: Subject, rules: Rules): Promise<Played[]> {
  const played: Played[] = [];
  const waiting: Choice[][] = [[]];
  for (let chosen = waiting.pop(); chosen !== undefined; chosen = waiting.pop()) {
    if (played.length === ORDERS_MOST)
      throw new Error(`${rules.scene.name} has more than ${ORDERS_MOST} orders`);
    const one = await attempt(lane, subject, rules, chosen);
    played.push(one);
    waiting.push(...untried(one, chosen.length));
  }
  return played;
}

/** What else could have been chosen where nothing was given. */
const untried = ({ choices, options }: Played, given: number): Choice[][] =>
  options.flatMap((all, at) =>
    at < given
      ? []
      : all.filter((other) => other !== choices[at]).map((other) => [...choices.slice(0, at), other]),
  );

async function attempt(
  lane: Lane,
  subject: Subject,
  rules: Rules,
  chosen: readonly Choice[],
): Promise<Played> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await Execution.play(lane, subject, rules, chosen);
    } catch (error) {
      if (tried === TRIES_MOST || !(error instanceof Diverged || isLate(error))) throw error;
    }
  }
}

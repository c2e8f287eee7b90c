import type { Exhibit, Scene, Stage } from './exhibits/exhibit.js';
import { openLaboratory, withReplicas } from './laboratory.js';
import type { Progress } from './report/progress.js';

/** With three each replica has two others, which is what most exhibits need. */
const REPLICAS = 3;

export interface Shown {
  name: string;
  exhibit: Exhibit;
  failure: Scene;
  cure: Scene;
}

/** The failure first, then the cure. */
export async function show(name: string, exhibit: Exhibit, doing: Progress['doing']): Promise<Shown> {
  const failure = await exhibit.failure.play(await stageNow(doing));
  return { name, exhibit, failure, cure: await exhibit.cure.play(await stageNow(doing), failure) };
}

/** The stack as it is now: the half before may have replaced a replica of it. */
export async function stageNow(doing: Progress['doing']): Promise<Stage> {
  const opened = await openLaboratory();
  if (opened.stack.replicas.length !== REPLICAS) doing(`scaling to ${REPLICAS}`);
  const lab = await withReplicas(opened, REPLICAS);
  return { lab, strategies: await lab.api.strategies(), doing };
}

export const asShown = ({ failure, cure }: Shown): boolean => failure.asExpected && cure.asExpected;

import type { Exhibit, Scene } from './exhibits/exhibit.js';
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

/** The failure first, then the cure, on the stack as it is now: an exhibit may have replaced a replica of it. */
export async function show(
  name: string,
  exhibit: Exhibit,
  { doing }: Pick<Progress, 'doing'>,
): Promise<Shown> {
  const opened = await openLaboratory();
  if (opened.stack.replicas.length !== REPLICAS) doing(`scaling to ${REPLICAS}`);
  const lab = await withReplicas(opened, REPLICAS);
  const stage = { lab, strategies: await lab.api.strategies(), doing };
  const failure = await exhibit.failure.play(stage);
  return { name, exhibit, failure, cure: await exhibit.cure.play(stage, failure) };
}

export const asShown = ({ failure, cure }: Shown): boolean => failure.asExpected && cure.asExpected;

import { Api } from './api.js';
import { USUAL_PATIENCE } from './driver/buyer.js';
import { homeFolder } from './environment.js';
import type { Laboratory } from './experiment.js';
import { Replica } from './replica.js';
import { PostgresSale } from './sale-records.js';
import type { Stack } from './stack.js';
import { gitCommit, readStack, scaleTo } from './stack.js';

export interface OpenLaboratory extends Laboratory {
  stack: Stack;
  sales: PostgresSale;
}

export async function openLaboratory(): Promise<OpenLaboratory> {
  const home = homeFolder();
  const stack = await readStack(home);
  return {
    home,
    stack,
    api: new Api(stack.api),
    sales: new PostgresSale(stack.postgres.url),
    replicas: directly(stack),
    patience: USUAL_PATIENCE,
    commit: await gitCommit(stack.project),
  };
}

/** Asks for so many replicas, and only if there are not. */
export async function withReplicas(lab: OpenLaboratory, replicas: number): Promise<OpenLaboratory> {
  if (lab.stack.replicas.length === replicas) return lab;
  const stack = await scaleTo(replicas, lab.stack, lab.home);
  return { ...lab, stack, replicas: directly(stack) };
}

const directly = (stack: Stack): Replica[] => stack.replicas.map(({ url }) => new Replica(url));

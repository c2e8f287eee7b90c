import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { Stack, type StackPlace } from './stack.ts';

const REPLICAS = 3;

declare module 'vitest' {
  export interface ProvidedContext {
    stack: StackPlace;
  }
}

/** One stack for all the files that run alone: a start and an end take as long as a small test. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stack = await Stack.start(REPLICAS);
  project.provide('stack', stack.place);
  return () => stack.end();
}

/** As each file finds it, and leaves it: whole, and with three replicas. */
export const theStack = (): Stack => new Stack(inject('stack'));

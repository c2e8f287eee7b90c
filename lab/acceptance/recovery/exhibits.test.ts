import { afterAll, beforeAll, expect, it } from 'vitest';
import { exhibits } from '../../src/exhibits.ts';
import { Stack } from '../stack.ts';

interface Half {
  asExpected: boolean;
}
interface Shown {
  exhibits: { name: string; failure: Half; cure: Half }[];
}

let stack: Stack;
beforeAll(async () => {
  stack = await Stack.start(2);
});
afterAll(() => stack.end());

it('every exhibit shows its failure and its cure, whatever the number of replicas before', async () => {
  const { exhibits: all } = JSON.parse(await stack.lab('exhibit', 'all', '--json')) as Shown;
  expect(
    all.map(({ name, failure, cure }) => ({
      ...{ name, failure: failure.asExpected, cure: cure.asExpected },
    })),
  ).toEqual(Object.keys(exhibits).map((name) => ({ name, failure: true, cure: true })));
  expect((await stack.status()).replicas).toHaveLength(3);
});

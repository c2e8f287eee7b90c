import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { StrategyList } from '#contracts';
import { TreeCopy, strategyLike } from '../../../tools/tree-copy.ts';
import { Stack } from '../stack.ts';

const CONTRACT = 'services/booking/test/claims.contract.test.ts';
const execute = promisify(execFile);

/** Any valid way will do. */
const COIN = strategyLike('conditional', 'coin', [
  ['one UPDATE … WHERE the seat is available; the row count decides', 'as conditional, under another name'],
]);

let copy: TreeCopy;
let stack: Stack;
beforeAll(async () => {
  copy = new TreeCopy();
  copy.addStrategy('coin', COIN.className, COIN.text);
  stack = await Stack.start(2, copy.folder);
});
afterAll(async () => {
  await stack.end();
  copy.remove();
});

/** A new strategy is one file and one line; the rest follows from the registry. */
it('is listed by the API, and in its description', async () => {
  const { api } = await stack.status();
  const { strategies } = StrategyList.parse(await (await fetch(`${api}/v1/strategies`)).json());
  expect(strategies).toContainEqual(expect.objectContaining({ key: 'coin', guarantee: 'strict' }));
  const description: unknown = await (await fetch(`${api}/openapi.json`)).json();
  expect(description).toMatchObject({
    components: {
      schemas: { SalePolicy: { properties: { strategy: { enum: expect.arrayContaining(['coin']) } } } },
    },
  });
});

it('can be raced', async () => {
  const result = JSON.parse(await stack.lab('race', '--strategy', 'coin', '--json')) as object;
  expect(result).toMatchObject({ verdict: 'SAFE' });
});

it('is held to the contract', async () => {
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'real', CONTRACT, '-t', 'coin'];
  const options = { cwd: copy.folder, env: { ...process.env, NO_COLOR: '1' } };
  // what it printed is wanted most when it failed
  const { stdout } = await execute(process.execPath, vitest, options).catch((error: object) => ({
    stdout: String(Reflect.get(error, 'stdout')),
  }));
  expect(stdout).toMatch(/Tests +4 passed/);
});

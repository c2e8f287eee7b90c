import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { theStack } from './one-stack.ts';

const hasK6 = spawnSync('k6', ['version']).status === 0;
const LEFT_OUT = 'k6 is not on the PATH, so this was left out';
/** A machine that may be busy: this is not about speed. */
const NO_HURRY = ['-e', 'P95_MS=60000'];
const THRESHOLD_CROSSED = 99;

/** `npm run k6 -- …` against the stack of all acceptance tests. */
async function k6(...words: string[]): Promise<{ code: number; said: string }> {
  const { project, settings } = theStack().place;
  const { BASE_URL: _another, ...env } = process.env;
  const child = spawn(
    process.execPath,
    [join(project, 'loadtest/run.mjs'), ...words, '--quiet', ...NO_HURRY],
    {
      cwd: project,
      env: { ...env, ...settings },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return { code: Number(code), said };
}

const alone = (strategy: string): string[] =>
  [`STRATEGY=${strategy}`, 'GUARD=false', 'WORK_MS=20'].flatMap((setting) => ['-e', setting]);

it('k6 catches a strategy without a lock, and the lab tells from what k6 saw how it sold a seat twice', async ({
  skip,
}) => {
  skip(!hasK6, LEFT_OUT);
  const { code, said } = await k6('concurrent-booking', ...alone('none'));
  expect(said).toMatch(/^ {2}UNSAFE {3}\d+ seats? too many/m);
  expect(said).toMatch(/none, 3 replicas, guard off: UNSAFE \(as expected\)/);
  expect(said).toMatch(/How none sold [AB]\d+ twice at 3 replicas/);
  expect(said).toMatch(/k6-\d+ +writes: booked → booked \(version \d+\) +answered 201/);
  expect(code).toBe(THRESHOLD_CROSSED);
});

it('a strict one is safe, by the counts and by the history', async ({ skip }) => {
  skip(!hasK6, LEFT_OUT);
  const { code, said } = await k6('concurrent-booking', ...alone('pessimistic'));
  expect(said).toMatch(/^ {2}SAFE {3}20 seats acknowledged = 20 booked = 20 live in inventory/m);
  expect(said).toMatch(/pessimistic, 3 replicas, guard off: SAFE \(as expected\)/);
  expect(code).toBe(0);
});

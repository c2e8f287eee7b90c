import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { serviceNode } from '#launcher';
import type { BenchStack } from '../stack/bench-stack.js';
import type { Generated, GeneratorPlan } from './generated.js';

const run = promisify(execFile);
const CONNECTIONS = 256;
const GRACE_MS = 60_000;

type Load = Omit<GeneratorPlan, 'host' | 'port' | 'connections'>;

/** In a process of its own, which has ended when this comes back. */
export async function generate(
  { project, home, api }: BenchStack,
  load: Load,
  seconds: number,
): Promise<Generated> {
  const { hostname: host, port } = new URL(api);
  const [planFile, resultFile] = [join(home, 'open-plan.json'), join(home, 'open-result.json')];
  const plan: GeneratorPlan = { ...load, host, port: Number(port), connections: CONNECTIONS };
  await writeFile(planFile, JSON.stringify(plan));
  const [program = '', ...flags] = serviceNode(project);
  const script = join(project, 'dist', 'bench', 'src', 'open', 'generator.js');
  await run(program, [...flags, script, planFile, resultFile], { timeout: seconds * 1_000 + GRACE_MS });
  return JSON.parse(await readFile(resultFile, 'utf8')) as Generated;
}

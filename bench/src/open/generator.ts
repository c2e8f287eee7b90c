import { readFileSync, writeFileSync } from 'node:fs';
import type { GeneratorPlan } from './generated.js';
import { OpenLoad } from './open-load.js';

// A process of its own: what it costs is not the bench's, and what the bench does meanwhile does not hold it up.
const [planFile = '', resultFile = ''] = process.argv.slice(2);
const plan = JSON.parse(readFileSync(planFile, 'utf8')) as GeneratorPlan;
const lines = readFileSync(plan.requests, 'utf8').trimEnd().split('\n');
const load = await OpenLoad.of(plan, lines);
writeFileSync(resultFile, JSON.stringify(await load.run()));
process.exit(0);

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readResults, resultsPath } from '../results-file.js';
import { measuredStrategies } from './measured-strategies.js';

const project = fileURLToPath(new URL('../../..', import.meta.url));
const NAMES = ['hot-seat', 'any-seats', 'contested'];

test('docs/strategies.md has the numbers of the results files (written by `npm test -- -u`)', async () => {
  const results = NAMES.map((name) => readResults(resultsPath(project, name))).filter((one) => one !== null);
  expect(results.map(({ measurement }) => measurement)).toEqual(NAMES);
  const page = readFileSync(`${project}docs/strategies.md`, 'utf8');
  const block = /(?<=<!-- measured -->\n).*?(?=<!-- \/measured -->)/s;
  expect(page).toMatch(block);
  const written = page.replace(block, measuredStrategies(results));
  await expect(written).toMatchFileSnapshot('../../../docs/strategies.md');
});

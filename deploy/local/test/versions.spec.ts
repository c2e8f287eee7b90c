import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installed, usable } from '../servers/find.mjs';
import { compareVersions, isNewEnough, versionIn } from '../servers/wanted.mjs';

describe('the version of a server', () => {
  it.each([
    ['postgres', 'postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)', '15.18'],
    ['postgres', 'postgres (PostgreSQL) 19beta1', '19'],
    ['redis', 'Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64', '7.0.15'],
    ['redis', 'Valkey server v=8.0.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64', '8.0.1'],
    ['nats', 'nats-server: v2.9.10', '2.9.10'],
    ['nginx', 'nginx version: nginx/1.22.1\nbuilt with OpenSSL 3.0.17', '1.22.1'],
    ['nginx', 'something else altogether', null],
  ] as const)('of %s is read from "%s"', (kind, output, version) => {
    expect(versionIn(kind, output)).toBe(version);
  });

  it('is compared part by part as numbers', () => {
    expect(compareVersions('2.9.10', '2.10')).toBeLessThan(0);
    expect(compareVersions('2.10', '2.10.0')).toBe(0);
    expect(compareVersions('18.4', '15')).toBeGreaterThan(0);
  });

  it('must be new enough', () => {
    expect(isNewEnough('nats', '2.9.10')).toBe(false);
    expect(isNewEnough('nats', '2.10.0')).toBe(true);
    expect(isNewEnough('redis', '6.0.16')).toBe(false);
  });
});

describe('the search for servers', () => {
  let folder = '';

  /** A program that only knows its version. */
  const program = (place: string, name: string, says: string): void => {
    mkdirSync(join(folder, place), { recursive: true });
    writeFileSync(join(folder, place, name), `#!/bin/sh\necho '${says}'\n`);
    chmodSync(join(folder, place, name), 0o755);
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lastseat-path-'));
    program('old', 'nats-server', 'nats-server: v2.9.10');
    program('new', 'nats-server', 'nats-server: v2.11.3');
    program('broken', 'nats-server', 'segmentation fault');
    program('alone', 'postgres', 'postgres (PostgreSQL) 17.2');
    program('whole', 'postgres', 'postgres (PostgreSQL) 16.1');
    program('whole', 'initdb', 'initdb (PostgreSQL) 16.1');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('runs a program by the name it was found by: Debian links redis-server to another name', () => {
    const byName = '#!/bin/sh\n[ "$(basename "$0")" = redis-server ] && echo "Redis server v=7.0.15 sha=0"\n';
    mkdirSync(join(folder, 'linked'));
    writeFileSync(join(folder, 'linked', 'redis-check-rdb'), byName, { mode: 0o755 });
    symlinkSync('redis-check-rdb', join(folder, 'linked', 'redis-server'));
    const [found] = installed('redis', onPath('linked')).filter(ours);
    expect(found).toMatchObject({ version: '7.0.15', path: join(folder, 'linked', 'redis-server') });
  });

  const onPath = (...places: string[]): NodeJS.ProcessEnv => ({
    PATH: places.map((place) => join(folder, place)).join(':'),
  });
  const ours = ({ path }: { path: string }): boolean => path.startsWith(folder);

  it('passes over what is too old or does not run, in the order of the PATH', () => {
    const found = usable(installed('nats', onPath('broken', 'old', 'new'))).filter(ours);
    expect(found.map(({ version }) => version)).toEqual(['2.11.3']);
  });

  it('takes a PostgreSQL only together with its initdb', () => {
    const found = installed('postgres', onPath('alone', 'whole')).filter(ours);
    expect(found.map(({ version }) => version)).toEqual(['16.1']);
  });
});

import { mkdirSync, rmSync, statSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../servers/account.mjs';
import { makeLayout } from '../stack/layout.mjs';
import { readPorts } from '../stack/ports.mjs';
import { keepProfile, readProfile } from '../stack/profile.mjs';
import { serviceEnvironment } from '../stack/service.mjs';

const TOKEN = 'a-token-of-at-least-32-characters';
const READABLE_BY_OTHERS = 0o077;

describe('the profile of a stack', () => {
  let layout: ReturnType<typeof makeLayout>;
  beforeEach(() => {
    layout = makeLayout({ LASTSEAT_HOME: temporaryFolder('lastseat-profile') });
    mkdirSync(layout.home, { recursive: true });
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(layout.home, { recursive: true });
  });
  const handedOn = () => {
    const { LASTSEAT_PROFILE: profile, LASTSEAT_ADMIN_TOKEN: adminToken } = serviceEnvironment(
      layout,
      readPorts({}),
    );
    return { profile, adminToken };
  };

  it('is the lab where nothing else is said', () => {
    expect(readProfile(layout)).toEqual({ profile: 'lab', adminToken: '' });
    keepProfile(layout, { LASTSEAT_PROFILE: '' });
    expect(handedOn()).toEqual({ profile: 'lab', adminToken: '' });
  });

  it('stays what it was begun with, whatever a later command has in its environment', () => {
    keepProfile(layout, { LASTSEAT_PROFILE: 'production', LASTSEAT_ADMIN_TOKEN: TOKEN });
    vi.stubEnv('LASTSEAT_PROFILE', 'lab');
    vi.stubEnv('LASTSEAT_ADMIN_TOKEN', 'another');
    expect(handedOn()).toEqual({ profile: 'production', adminToken: TOKEN });
    keepProfile(layout, {});
    expect(handedOn()).toEqual({ profile: 'lab', adminToken: '' });
  });

  it('is kept where others cannot read the token', () => {
    keepProfile(layout, { LASTSEAT_ADMIN_TOKEN: TOKEN });
    expect(statSync(layout.profileFile).mode & READABLE_BY_OTHERS).toBe(0);
  });

  it('is one of two', () => {
    expect(() => keepProfile(layout, { LASTSEAT_PROFILE: 'prod' })).toThrow(/LASTSEAT_PROFILE=prod .*lab or/);
  });
});

import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { AccessEnvironment } from './access-environment.js';
import { readEnvironment } from './environment.js';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const ended = new Error('the process would end here');

describe('the environment', () => {
  it('takes an empty variable for none', () => {
    vi.stubEnv('LASTSEAT_TEST', '');
    const Environment = z.object({ LASTSEAT_TEST: z.string().min(1).default('usual') });
    expect(readEnvironment(Environment)).toEqual({ LASTSEAT_TEST: 'usual' });
  });

  it.each([
    ['31 characters', 'x'.repeat(31), /^LASTSEAT_ADMIN_TOKEN: /],
    ['a space', `${'x'.repeat(32)} x`, /^LASTSEAT_ADMIN_TOKEN: is sent as a bearer token/],
  ])('an admin token with %s ends the process, and is named but not shown', (_, token, message) => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    vi.spyOn(process, 'exit').mockImplementation(() => {
      throw ended;
    });
    vi.stubEnv('LASTSEAT_ADMIN_TOKEN', token);
    expect(() => readEnvironment(AccessEnvironment)).toThrow(ended);
    expect(said).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(message));
    expect(String(said.mock.calls[0])).not.toContain(token);
  });

  it('takes 32 characters', () => {
    vi.stubEnv('LASTSEAT_ADMIN_TOKEN', 'x'.repeat(32));
    vi.stubEnv('LASTSEAT_PROFILE', 'production');
    expect(readEnvironment(AccessEnvironment)).toEqual({
      profile: 'production',
      adminToken: 'x'.repeat(32),
    });
  });
});

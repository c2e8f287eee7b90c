import { describe, expect, it } from 'vitest';
import { WHO } from './access.js';
import { type AccessSettings, bearerToken, exists, mayPass, sameSecret } from './gate.js';

const TOKEN = 'the token of the administrator, long';
const lab: AccessSettings = { profile: 'lab', adminToken: undefined };
const production: AccessSettings = { profile: 'production', adminToken: 'a-token-of-at-least-32-characters' };
const nobodyIsAdmin: AccessSettings = { profile: 'production', adminToken: undefined };
const bearing = (token: string): string => `Bearer ${token}`;

describe('the gate', () => {
  it('lets everybody through in the lab, whatever he bears', () => {
    for (const header of [undefined, bearing('x'), 'Basic eA==']) {
      expect(WHO.filter((who) => mayPass(who, header, lab))).toEqual(WHO);
    }
  });

  it('opens what is not for administrators or the lab in production', () => {
    expect(WHO.filter((who) => mayPass(who, undefined, production))).toEqual([
      'public',
      'bearer',
      'shop',
      'inside',
    ]);
    expect(WHO.filter((who) => mayPass(who, undefined, nobodyIsAdmin))).toEqual([
      'public',
      'bearer',
      'shop',
      'inside',
    ]);
  });

  it.each([
    ['the token', bearing(production.adminToken ?? ''), true],
    ['the token, scheme in small letters', `bearer ${production.adminToken}`, true],
    ['a prefix of it', bearing('a-token-of-at-least-32'), false],
    ['more than it', bearing(`${production.adminToken}x`), false],
    ['the token without a scheme', production.adminToken, false],
    ['the token in another scheme', `Basic ${production.adminToken}`, false],
    ['no token', bearing(''), false],
    ['nothing', undefined, false],
  ])('in production, an administrator with %s', (_, header, passes) => {
    expect(mayPass('admin', header, production)).toBe(passes);
    expect(mayPass('admin', header, nobodyIsAdmin)).toBe(false);
    expect(mayPass('lab', header, production)).toBe(false);
  });

  it('knows that nobody is an administrator where no token is set', () => {
    expect(WHO.filter((who) => !exists(who, production))).toEqual(['lab']);
    expect(WHO.filter((who) => !exists(who, nobodyIsAdmin))).toEqual(['admin', 'lab']);
    expect(WHO.filter((who) => !exists(who, lab))).toEqual([]);
  });

  it('reads one token without spaces, and compares secrets of any length', () => {
    expect(bearerToken(bearing(TOKEN))).toBeUndefined();
    expect(bearerToken('Bearer   abc')).toBe('abc');
    expect([sameSecret('a', 'a'), sameSecret('a', 'ab'), sameSecret('', 'a')]).toEqual([true, false, false]);
  });
});

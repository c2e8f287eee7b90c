import { createHash, timingSafeEqual } from 'node:crypto';
import type { Who } from './access.js';

export interface AccessSettings {
  readonly profile: 'lab' | 'production';
  /** Undefined: in production nobody is an administrator. */
  readonly adminToken: string | undefined;
}

/** Whether there is such a route at all, for whomever. */
export function exists(who: Who, { profile, adminToken }: AccessSettings): boolean {
  if (profile === 'lab') return true;
  return who === 'admin' ? adminToken !== undefined : who !== 'lab';
}

/** Whether this request may pass. What `bearer` asks for depends on the claim, so the use case looks itself. */
export function mayPass(who: Who, authorization: string | undefined, settings: AccessSettings): boolean {
  if (!exists(who, settings)) return false;
  if (who !== 'admin' || settings.profile === 'lab') return true;
  const token = bearerToken(authorization);
  return token !== undefined && settings.adminToken !== undefined && sameSecret(token, settings.adminToken);
}

/** Of the header Authorization, as RFC 6750 has it. */
export const bearerToken = (authorization: string | undefined): string | undefined =>
  /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];

/** Hashed, as secrets of different lengths could not be compared in constant time. */
export const sameSecret = (one: string, other: string): boolean => timingSafeEqual(hash(one), hash(other));

const hash = (secret: string): Buffer => createHash('sha256').update(secret).digest();

// @ts-check
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Mistake } from '../terminal/mistake.mjs';

/** @typedef {'lab' | 'production'} ProfileName */
/** @typedef {{ profile: ProfileName, adminToken: string }} Profile `adminToken` is empty where nobody is one */

/** @param {NodeJS.ProcessEnv} env @returns {Profile} */
function profileIn(env) {
  const [profile, adminToken] = [env['LASTSEAT_PROFILE'] || 'lab', env['LASTSEAT_ADMIN_TOKEN'] || ''];
  if (profile === 'lab' || profile === 'production') return { profile, adminToken };
  throw new Mistake(`LASTSEAT_PROFILE=${profile} is not a profile: it is lab or production.`);
}

/**
 * Keeps what the stack is begun with. A later `npm run scale` in another terminal, without these variables, would start
 * replicas of the lab beside those of production, and have nginx pass on what it had closed.
 * @param {import('./layout.mjs').Layout} layout
 * @param {NodeJS.ProcessEnv} [env]
 */
export function keepProfile({ profileFile }, env = process.env) {
  writeFileSync(profileFile, JSON.stringify(profileIn(env)), { mode: 0o600 });
}

/** @param {import('./layout.mjs').Layout} layout @returns {Profile} */
export const readProfile = ({ profileFile }) =>
  // a home without one has never had a stack
  existsSync(profileFile) ? JSON.parse(readFileSync(profileFile, 'utf8')) : profileIn({});

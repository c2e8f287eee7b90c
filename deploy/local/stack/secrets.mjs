// @ts-check
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const SECRET_BYTES = 32;

/** @typedef {{ postgresPassword: string, secret: string }} Secrets */

const random = () => randomBytes(SECRET_BYTES).toString('hex');

/**
 * @param {import('./layout.mjs').Layout} layout
 * @returns {Secrets} those of this home, made when there are none yet
 */
export function readSecrets({ secretsFile }) {
  if (existsSync(secretsFile)) return JSON.parse(readFileSync(secretsFile, 'utf8'));
  const secrets = { postgresPassword: random(), secret: random() };
  writeFileSync(secretsFile, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

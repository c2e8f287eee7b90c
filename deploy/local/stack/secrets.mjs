// @ts-check
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const SECRET_BYTES = 32;

/** @typedef {{ postgresPassword: string, secret: string, paymentsKey: string, webhookSecret: string }} Secrets */

const random = () => randomBytes(SECRET_BYTES).toString('hex');

/**
 * @param {import('./layout.mjs').Layout} layout
 * @returns {Secrets} those of this home; made when there are none yet, or not all, as in a home of an older version
 */
export function readSecrets({ secretsFile }) {
  /** @type {Partial<Secrets>} */
  const known = existsSync(secretsFile) ? JSON.parse(readFileSync(secretsFile, 'utf8')) : {};
  const secrets = {
    postgresPassword: random(),
    secret: random(),
    paymentsKey: random(),
    // in the form of https://www.standardwebhooks.com
    webhookSecret: `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`,
    ...known,
  };
  const isWhole = Object.keys(secrets).every((name) => name in known);
  if (!isWhole) writeFileSync(secretsFile, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

import { z } from 'zod';
import { SECRET_PREFIX, keyOf } from './signature.js';

const KEY_BYTES = { least: 24, most: 64 };
/** One in use, one that came before it, one that is being brought in. */
const SECRETS_MOST = 3;

/** Everybody has it: for the lab alone, and refused in production. */
export const DEVELOPMENT_SECRETS = `${SECRET_PREFIX}bGFzdHNlYXQtbGFiLW5vdC1hLXNlY3JldC1hdC1hbGwt`;

const Secret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]+={0,2}$/, 'a secret is whsec_ and base64')
  .refine(
    (secret) => {
      const { length } = keyOf(secret);
      return length >= KEY_BYTES.least && length <= KEY_BYTES.most;
    },
    { error: `a secret has ${KEY_BYTES.least} to ${KEY_BYTES.most} bytes` },
  );

/**
 * `LASTSEAT_WEBHOOK_SECRETS`: all of a comma-separated list sign, and all are accepted. To rotate without a lost
 * message, add the new one everywhere, and take the old one out everywhere when all know both.
 */
export const WebhookSecrets = z
  .string()
  .transform((list) => list.split(',').map((secret) => secret.trim()))
  .pipe(z.array(Secret).min(1).max(SECRETS_MOST));

const DEVELOPMENT_KEY = 'lastseat-lab';

/** What the shop and the provider have in common: the key of the provider's API, and what signs webhooks. */
export const SharedKeysEnvironment = z
  .object({
    LASTSEAT_PROFILE: z.enum(['lab', 'production']).default('lab'),
    LASTSEAT_PAYMENTS_KEY: z.string().min(8).default(DEVELOPMENT_KEY),
    LASTSEAT_WEBHOOK_SECRETS: WebhookSecrets.default([DEVELOPMENT_SECRETS]),
  })
  .refine((env) => env.LASTSEAT_PROFILE === 'lab' || env.LASTSEAT_PAYMENTS_KEY !== DEVELOPMENT_KEY, {
    path: ['LASTSEAT_PAYMENTS_KEY'],
    error: 'needs a value of its own in production; the same for the provider and for the shop',
  })
  .refine(
    (env) => env.LASTSEAT_PROFILE === 'lab' || !env.LASTSEAT_WEBHOOK_SECRETS.includes(DEVELOPMENT_SECRETS),
    {
      path: ['LASTSEAT_WEBHOOK_SECRETS'],
      error: 'needs values of its own in production; the same for the provider and for the shop',
    },
  )
  .transform((env) => ({
    paymentsKey: env.LASTSEAT_PAYMENTS_KEY,
    webhookSecrets: env.LASTSEAT_WEBHOOK_SECRETS,
  }));

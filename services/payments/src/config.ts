import { Module } from '@nestjs/common';
import { z } from 'zod';
import { readEnvironment } from '#config';
import { DEVELOPMENT_SECRETS, WebhookSecrets } from '#webhooks';

const DEVELOPMENT_KEY = 'lastseat-lab';
const httpUrl = z.url({ protocol: /^https?$/ });

const Environment = z
  .object({
    LASTSEAT_PROFILE: z.enum(['lab', 'production']).default('lab'),
    LASTSEAT_PAYMENTS_KEY: z.string().min(8).default(DEVELOPMENT_KEY),
    LASTSEAT_WEBHOOK_SECRETS: WebhookSecrets.default([DEVELOPMENT_SECRETS]),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(8300),
    DATABASE_URL: z.url(),
    WEBHOOK_URL: httpUrl,
    PUBLIC_URL: httpUrl,
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
    profile: env.LASTSEAT_PROFILE,
    /** What a shop bears to use the provider. */
    shopKey: env.LASTSEAT_PAYMENTS_KEY,
    webhookSecrets: env.LASTSEAT_WEBHOOK_SECRETS,
    host: env.HOST,
    port: env.PORT,
    databaseUrl: env.DATABASE_URL,
    webhookUrl: env.WEBHOOK_URL,
    /** Where customers reach the payment page: of the proxy, not of this process. */
    publicUrl: env.PUBLIC_URL,
  }));

export type PaymentsConfig = z.infer<typeof Environment>;
export const PAYMENTS_CONFIG = Symbol('PaymentsConfig');
const readConfig = (): PaymentsConfig => readEnvironment(Environment);

@Module({
  providers: [{ provide: PAYMENTS_CONFIG, useFactory: readConfig }],
  exports: [PAYMENTS_CONFIG],
})
export class PaymentsConfigModule {}

import { hostname } from 'node:os';
import { Module } from '@nestjs/common';
import { z } from 'zod';
import { readEnvironment } from '#config';
import { DEVELOPMENT_SECRETS, WebhookSecrets } from '#webhooks';

const DEVELOPMENT_SECRET = 'lastseat-lab';
const urls = z
  .string()
  .transform((list) => list.split(',').map((url) => url.trim()))
  .pipe(z.array(z.url()).min(1));

const Environment = z
  .object({
    LASTSEAT_PROFILE: z.enum(['lab', 'production']).default('lab'),
    LASTSEAT_REPLICA: z
      .string()
      .regex(/^[\w.-]{1,60}$/)
      .default(`booking-${hostname()}`),
    LASTSEAT_SECRET: z.string().min(8).default(DEVELOPMENT_SECRET),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(8101),
    PAYMENTS_URL: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:8300'),
    LASTSEAT_PAYMENTS_KEY: z.string().min(8).default(DEVELOPMENT_SECRET),
    LASTSEAT_WEBHOOK_SECRETS: WebhookSecrets.default([DEVELOPMENT_SECRETS]),
    DATABASE_URL: z.url(),
    REDIS_NODES: urls,
    NATS_URL: z.url(),
    DRAIN_MS: z.coerce.number().int().min(0).max(15_000).default(0),
    SEAT_POOL_SIZE: z.coerce.number().int().min(1).max(100).default(20),
  })
  .refine((env) => env.LASTSEAT_PROFILE === 'lab' || env.LASTSEAT_SECRET !== DEVELOPMENT_SECRET, {
    path: ['LASTSEAT_SECRET'],
    error: 'needs a value of its own in production; the same for every replica',
  })
  .refine((env) => env.LASTSEAT_PROFILE === 'lab' || env.LASTSEAT_PAYMENTS_KEY !== DEVELOPMENT_SECRET, {
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
    replica: env.LASTSEAT_REPLICA,
    secret: env.LASTSEAT_SECRET,
    host: env.HOST,
    port: env.PORT,
    paymentsUrl: env.PAYMENTS_URL,
    /** What we bear to use the provider. */
    paymentsKey: env.LASTSEAT_PAYMENTS_KEY,
    webhookSecrets: env.LASTSEAT_WEBHOOK_SECRETS,
    databaseUrl: env.DATABASE_URL,
    redisUrls: env.REDIS_NODES,
    natsUrl: env.NATS_URL,
    /** How long a stopping replica serves the connections it has, until the proxy uses them no more. */
    drainMs: env.DRAIN_MS,
    seatPoolSize: env.SEAT_POOL_SIZE,
  }));

export type BookingConfig = z.infer<typeof Environment>;
export const BOOKING_CONFIG = Symbol('BookingConfig');
export const readConfig = (): BookingConfig => readEnvironment(Environment);

@Module({ providers: [{ provide: BOOKING_CONFIG, useFactory: readConfig }], exports: [BOOKING_CONFIG] })
export class BookingConfigModule {}

import { hostname } from 'node:os';
import { Module } from '@nestjs/common';
import { z } from 'zod';
import { AccessEnvironment, DatabaseEnvironment, readEnvironment } from '#config';
import { DEFAULT_POLICY } from '#contracts';
import { SharedKeysEnvironment } from '#webhooks';

const DEVELOPMENT_SECRET = 'lastseat-lab';
const urls = z
  .string()
  .transform((list) => list.split(',').map((url) => url.trim()))
  .pipe(z.array(z.url()).min(1));

const ReplicaEnvironment = z
  .object({
    LASTSEAT_REPLICA: z
      .string()
      .regex(/^[\w.-]{1,60}$/)
      .default(`booking-${hostname()}`),
    LASTSEAT_SECRET: z.string().min(8).default(DEVELOPMENT_SECRET),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(8101),
    PAYMENTS_URL: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:8300'),
    REDIS_NODES: urls,
    NATS_URL: z.url(),
    DRAIN_MS: z.coerce.number().int().min(0).max(15_000).default(0),
    SEAT_POOL_SIZE: z.coerce.number().int().min(1).max(100).default(20),
    LOCKING_STRATEGY: z.string().default(DEFAULT_POLICY.strategy),
  })
  .transform((env) => ({
    replica: env.LASTSEAT_REPLICA,
    secret: env.LASTSEAT_SECRET,
    host: env.HOST,
    port: env.PORT,
    paymentsUrl: env.PAYMENTS_URL,
    redisUrls: env.REDIS_NODES,
    natsUrl: env.NATS_URL,
    /** How long a stopping replica serves the connections it has, until the proxy uses them no more. */
    drainMs: env.DRAIN_MS,
    seatPoolSize: env.SEAT_POOL_SIZE,
    /** Of events that name none; held to the registry where it is used. */
    defaultStrategy: env.LOCKING_STRATEGY,
  }));

const Environment = AccessEnvironment.and(DatabaseEnvironment)
  .and(SharedKeysEnvironment)
  .and(ReplicaEnvironment)
  .refine(({ profile, secret }) => profile !== 'production' || secret !== DEVELOPMENT_SECRET, {
    path: ['LASTSEAT_SECRET'],
    error: 'needs a value of its own in production; the same for every replica',
  });

export type BookingConfig = z.infer<typeof Environment>;
export const BOOKING_CONFIG = Symbol('BookingConfig');
export const readConfig = (): BookingConfig => readEnvironment(Environment);

@Module({ providers: [{ provide: BOOKING_CONFIG, useFactory: readConfig }], exports: [BOOKING_CONFIG] })
export class BookingConfigModule {}

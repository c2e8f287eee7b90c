import { Module } from '@nestjs/common';
import { z } from 'zod';
import { readEnvironment } from '#config';

const Environment = z
  .object({
    LASTSEAT_PROFILE: z.enum(['lab', 'production']).default('lab'),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(8200),
    DATABASE_URL: z.url(),
    NATS_URL: z.url(),
  })
  .transform((env) => ({
    profile: env.LASTSEAT_PROFILE,
    host: env.HOST,
    port: env.PORT,
    databaseUrl: env.DATABASE_URL,
    natsUrl: env.NATS_URL,
  }));

export type InventoryConfig = z.infer<typeof Environment>;
export const INVENTORY_CONFIG = Symbol('InventoryConfig');
export const readConfig = (): InventoryConfig => readEnvironment(Environment);

@Module({
  providers: [{ provide: INVENTORY_CONFIG, useFactory: readConfig }],
  exports: [INVENTORY_CONFIG],
})
export class InventoryConfigModule {}

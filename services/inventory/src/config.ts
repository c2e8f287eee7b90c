import { Module } from '@nestjs/common';
import { z } from 'zod';
import { AccessEnvironment, DatabaseEnvironment, readEnvironment } from '#config';

const ServiceEnvironment = z
  .object({
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(8200),
    NATS_URL: z.url(),
  })
  .transform((env) => ({
    host: env.HOST,
    port: env.PORT,
    natsUrl: env.NATS_URL,
  }));

const Environment = AccessEnvironment.and(DatabaseEnvironment).and(ServiceEnvironment);

export type InventoryConfig = z.infer<typeof Environment>;
export const INVENTORY_CONFIG = Symbol('InventoryConfig');
export const readConfig = (): InventoryConfig => readEnvironment(Environment);

@Module({
  providers: [{ provide: INVENTORY_CONFIG, useFactory: readConfig }],
  exports: [INVENTORY_CONFIG],
})
export class InventoryConfigModule {}

import { Module } from '@nestjs/common';
import { z } from 'zod';
import { AccessEnvironment, DatabaseEnvironment, readEnvironment } from '#config';
import { SharedKeysEnvironment } from '#webhooks';

const httpUrl = z.url({ protocol: /^https?$/ });

const ServiceEnvironment = z
  .object({
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(8300),
    WEBHOOK_URL: httpUrl,
    PUBLIC_URL: httpUrl,
  })
  .transform((env) => ({
    host: env.HOST,
    port: env.PORT,
    webhookUrl: env.WEBHOOK_URL,
    /** Where customers reach the payment page: of the proxy, not of this process. */
    publicUrl: env.PUBLIC_URL,
  }));

const Environment = AccessEnvironment.and(DatabaseEnvironment)
  .and(SharedKeysEnvironment)
  .and(ServiceEnvironment);

export type PaymentsConfig = z.infer<typeof Environment>;
export const PAYMENTS_CONFIG = Symbol('PaymentsConfig');
const readConfig = (): PaymentsConfig => readEnvironment(Environment);

@Module({
  providers: [{ provide: PAYMENTS_CONFIG, useFactory: readConfig }],
  exports: [PAYMENTS_CONFIG],
})
export class PaymentsConfigModule {}

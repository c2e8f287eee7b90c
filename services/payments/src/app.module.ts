import { Module, StandardSchemaSerializerInterceptor } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE, Reflector } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { AccessModule } from '#access';
import { ErrorPagesController, ProblemFilter, requestValidation } from '#errors';
import { MetricsController } from '#telemetry';
import { PAYMENTS_CONFIG, PaymentsConfigModule } from './config.js';
import { HealthController } from './http/health.controller.js';
import { PayPageController } from './http/pay-page.controller.js';
import { ProviderController } from './http/provider.controller.js';
import { WebhookFaultsController } from './http/webhook-faults.controller.js';
import { PaymentsModule } from './payments/payments.module.js';

@Module({
  imports: [
    AccessModule.for({ module: PaymentsConfigModule, token: PAYMENTS_CONFIG }),
    PaymentsConfigModule,
    PaymentsModule,
    // it would log an error for every probe of an outage
    TerminusModule.forRoot({ gracefulShutdownTimeoutMs: 0, logger: false }),
  ],
  controllers: [
    ProviderController,
    PayPageController,
    WebhookFaultsController,
    HealthController,
    MetricsController,
    ErrorPagesController,
  ],
  providers: [
    { provide: APP_PIPE, useFactory: requestValidation },
    { provide: APP_FILTER, useClass: ProblemFilter },
    {
      provide: APP_INTERCEPTOR,
      inject: [Reflector],
      useFactory: (reflector: Reflector) => new StandardSchemaSerializerInterceptor(reflector),
    },
  ],
})
export class AppModule {}

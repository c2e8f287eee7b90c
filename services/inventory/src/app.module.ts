import { Module, StandardSchemaSerializerInterceptor } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE, Reflector } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { AccessModule } from '#access';
import { ErrorPagesController, ProblemFilter, requestValidation } from '#errors';
import { FailpointsController } from '#failpoints';
import { MetricsController } from '#telemetry';
import { INVENTORY_CONFIG, InventoryConfigModule } from './config.js';
import { CountsModule } from './counts/counts.module.js';
import { HealthController } from './http/health.controller.js';
import { MessagingModule } from './messaging.module.js';

@Module({
  imports: [
    AccessModule.for({ module: InventoryConfigModule, token: INVENTORY_CONFIG }),
    InventoryConfigModule,
    CountsModule,
    MessagingModule,
    // it would log an error for every probe of an outage
    TerminusModule.forRoot({ gracefulShutdownTimeoutMs: 0, logger: false }),
  ],
  controllers: [HealthController, FailpointsController, MetricsController, ErrorPagesController],
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

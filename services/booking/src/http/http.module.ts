import { Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { AccessModule } from '#access';
import { ErrorPagesController, ProblemFilter, requestValidation } from '#errors';
import { FailpointsController } from '#failpoints';
import { MetricsController } from '#telemetry';
import { BookingModule } from '../booking/booking.module.js';
import { ClaimsModule } from '../claims/claims.module.js';
import { ClusterModule } from '../cluster/cluster.module.js';
import { BOOKING_CONFIG, BookingConfigModule } from '../config.js';
import { EventsModule } from '../events/events.module.js';
import { PolicyModule } from '../policy/policy.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { ClaimAnswers } from './claim-answers.js';
import { ClaimLifeController } from './claim-life.controller.js';
import { ClaimStates } from './claim-states.js';
import { ClaimsController } from './claims.controller.js';
import { ClusterController } from './cluster.controller.js';
import { Draining } from './draining.js';
import { EventsController } from './events.controller.js';
import { HealthController } from './health.controller.js';
import { LiveClaimsController } from './live/live-claims.controller.js';
import { PolicyController } from './policy.controller.js';
import { RequestsController } from './requests.controller.js';
import { SweepsController } from './sweeps.controller.js';
import { TracesController } from './traces.controller.js';
import { WebhooksController } from './webhooks.controller.js';
import { HallAdminController } from './seeds/hall-admin.controller.js';
import { HallController } from './seeds/hall.controller.js';
import { PropertyController } from './seeds/property.controller.js';
import { QueueController } from './seeds/queue.controller.js';
import { SeedClaims } from './seeds/seed-claims.js';
import { SeedResets } from './seeds/seed-resets.js';
import { TicketsController } from './seeds/tickets.controller.js';

@Module({
  imports: [
    AccessModule.for({ module: BookingConfigModule, token: BOOKING_CONFIG }),
    BookingConfigModule,
    BookingModule,
    ClaimsModule,
    ClusterModule,
    EventsModule,
    LedgerModule,
    PolicyModule,
    TerminusModule.forRoot({ logger: false }),
  ],
  controllers: [
    ClaimsController,
    ClaimLifeController,
    LiveClaimsController,
    RequestsController,
    WebhooksController,
    EventsController,
    PolicyController,
    ClusterController,
    FailpointsController,
    TracesController,
    SweepsController,
    HealthController,
    MetricsController,
    ErrorPagesController,
    PropertyController,
    QueueController,
    TicketsController,
    HallController,
    HallAdminController,
  ],
  providers: [
    ClaimAnswers,
    ClaimStates,
    SeedClaims,
    SeedResets,
    Draining,
    { provide: APP_PIPE, useFactory: requestValidation },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
})
export class HttpModule {}

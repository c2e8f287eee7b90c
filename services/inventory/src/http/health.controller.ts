import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  HealthCheck,
  type HealthCheckResult,
  HealthCheckService,
  type HealthIndicatorResult,
  HealthIndicatorService,
} from '@nestjs/terminus';
import { Access } from '#access';
import { MessagingLink } from '#messaging';
import { Database, postgresHealth } from '#postgres';

/** Without PostgreSQL there are no counts to give; without NATS there are, so that is told and not fatal. */
@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly database: Database,
    private readonly link: MessagingLink,
  ) {}

  @Get('live')
  @Access('public')
  live(): { status: 'ok'; pid: number } {
    return { status: 'ok', pid: process.pid };
  }

  @Get(['', 'ready'])
  @Access('public')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    return this.health.check([() => postgresHealth(this.indicators, this.database), () => this.#nats()]);
  }

  #nats(): HealthIndicatorResult {
    return this.indicators.check('nats').up({ connected: this.link.connected });
  }
}

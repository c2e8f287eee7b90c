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
import { Database } from '#postgres';

const PING = { name: 'ping', text: 'SELECT 1' };

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
    return this.health.check([() => this.#postgres(), () => this.#nats()]);
  }

  async #postgres(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('postgres');
    try {
      await this.database.query(PING, []);
      return indicator.up();
    } catch (error) {
      return indicator.down(error instanceof Error ? error.message : String(error));
    }
  }

  #nats(): HealthIndicatorResult {
    return this.indicators.check('nats').up({ connected: this.link.connected });
  }
}

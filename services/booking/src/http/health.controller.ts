import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  HealthCheck,
  type HealthCheckResult,
  HealthCheckService,
  type HealthIndicatorResult,
  HealthIndicatorService,
  TypeOrmHealthIndicator,
} from '@nestjs/terminus';
import { Access } from '#access';
import { DEADLINES_MS } from '#deadlines';
import { MessagingLink } from '#messaging';
import { RedisNodes } from '#redlock';

/** A replica without PostgreSQL can sell nothing; without Redis or NATS it can, so those are told and not fatal. */
@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly database: TypeOrmHealthIndicator,
    private readonly redis: RedisNodes,
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
    return this.health.check([
      () => this.database.pingCheck('postgres', { timeout: DEADLINES_MS.statement }),
      () => this.#redis(),
      () => this.#nats(),
    ]);
  }

  async #redis(): Promise<HealthIndicatorResult> {
    const nodes = this.redis.clients.length;
    const answering = await this.redis.answering();
    return this.indicators.check('redis').up({ answering, nodes, quorum: answering > nodes / 2 });
  }

  #nats(): HealthIndicatorResult {
    return this.indicators.check('nats').up({ connected: this.link.connected });
  }
}

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
import { EventReading } from '../events/read-events.js';
import { HALL } from './seeds/seed-events.js';

/** As Lab 36 has it: the strategy is that of its event. */
interface LabHealth {
  readonly service: string;
  readonly strategy?: string;
}

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
    private readonly reading: EventReading,
  ) {}

  @Get('live')
  @Access('public')
  live(): { status: 'ok'; pid: number } {
    return { status: 'ok', pid: process.pid };
  }

  @Get(['', 'ready'])
  @Access('public')
  @HealthCheck()
  async ready(): Promise<HealthCheckResult & LabHealth> {
    const result = await this.health.check([
      () => this.database.pingCheck('postgres', { timeout: DEADLINES_MS.statement }),
      () => this.#redis(),
      () => this.#nats(),
    ]);
    const hall = await this.reading.find(HALL);
    return { ...result, service: 'booking-service', ...(hall && { strategy: hall.policy.strategy }) };
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

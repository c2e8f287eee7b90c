import { Body, Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '#access';
import { Replicas } from '../../cluster/replicas.js';
import { EventReading } from '../../events/read-events.js';
import { SaleStatistics } from '../../ledger/sale-statistics.js';
import { PolicySwitch } from '../../policy/policy-switch.js';
import { eventUnknown, switchProblem } from '../event-problems.js';
import { HALL, shownId } from './seed-events.js';
import { ChooseStrategy, OfEvent } from './seed-requests.js';
import { RefusesBadInput } from './seed-refusals.js';
import { SeedResets } from './seed-resets.js';

/** S3, "Lab 36": its strategy is the sale policy of its event, for every replica at once. */
@ApiTags('seeds')
@RefusesBadInput(422, (errors) => ({ detail: errors }))
@Controller('admin')
export class HallAdminController {
  constructor(
    private readonly policySwitch: PolicySwitch,
    private readonly replicas: Replicas,
    private readonly statistics: SaleStatistics,
    private readonly reading: EventReading,
    private readonly resets: SeedResets,
  ) {}

  @Access('lab')
  @Get('strategy')
  @ApiOperation({ summary: 'S3: the strategy of event 1' })
  async strategy(): Promise<object> {
    return { strategy: await this.#strategy(HALL) };
  }

  @Access('lab')
  @Post('strategy')
  @HttpCode(200)
  @ApiOperation({ summary: 'S3: changes it for the whole cluster; 400 when there is none of this name' })
  async choose(
    @Body({ schema: ChooseStrategy }) { strategy }: ChooseStrategy,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const before = await this.#strategy(HALL);
    const switched = await this.policySwitch.change(HALL, { strategy });
    if (switched.kind === 'breach') {
      void reply.code(400);
      return { detail: 'Invalid strategy' };
    }
    if (switched.kind !== 'switched') throw switchProblem(HALL, switched);
    await this.replicas.announcePolicy({ eventId: HALL, policyVersion: switched.policyVersion });
    return { old_strategy: before, new_strategy: switched.policy.strategy };
  }

  @Access('lab')
  @Post('reset')
  @HttpCode(200)
  @ApiOperation({ summary: 'S3: ends every booking of the event, and its statistics begin anew' })
  async reset(@Query({ schema: OfEvent }) { event_id: eventId }: OfEvent): Promise<object> {
    await this.resets.reset(eventId);
    return { message: `Event ${eventId} reset successfully` };
  }

  @Access('lab')
  @Get('double-bookings')
  @ApiOperation({ summary: 'S3: the seats of the event that more than one customer has' })
  async doubleBookings(@Query({ schema: OfEvent }) { event_id: eventId }: OfEvent): Promise<object> {
    const seats = await this.statistics.soldTwice(eventId);
    return {
      double_bookings: seats.map(({ label, customers }) => ({
        ...{ seat_number: label, event_id: shownId(eventId) },
        ...{ booking_count: customers.length, customers },
      })),
      count: seats.length,
    };
  }

  @Access('lab')
  @Get('stats')
  @ApiOperation({ summary: 'S3: what was decided since the last reset of the event' })
  async stats(@Query({ schema: OfEvent }) { event_id: eventId }: OfEvent): Promise<object> {
    const current = await this.#strategy(eventId);
    const counts = (await this.statistics.byStrategy(eventId)).map(
      ({ strategy, confirmed, failed, doubleBooked, total }) => ({
        ...{ locking_strategy: strategy, confirmed, failed, double_booked: doubleBooked, total },
      }),
    );
    const sum = (of: 'confirmed' | 'failed' | 'double_booked' | 'total'): number =>
      counts.reduce((total, count) => total + count[of], 0);
    const totals = {
      ...{ confirmed: sum('confirmed'), failed: sum('failed') },
      ...{ double_booked: sum('double_booked'), total: sum('total') },
    };
    return { totals, by_strategy: counts, current_strategy: current };
  }

  async #strategy(eventId: string): Promise<string> {
    const event = await this.reading.find(eventId);
    if (event === undefined) throw eventUnknown(eventId);
    return event.policy.strategy;
  }
}

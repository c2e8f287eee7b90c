import { randomUUID } from 'node:crypto';
import { Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '#access';
import { ProblemError } from '#errors';
import { EventReading } from '../../events/read-events.js';
import type { Refusal } from '../../ledger/claim.js';
import { SaleStatistics } from '../../ledger/sale-statistics.js';
import { SeedClaims } from './seed-claims.js';
import { PROPERTY } from './seed-events.js';
import { asProblem } from './seed-refusals.js';
import { SeedResets } from './seed-resets.js';

const SOLD_OUT = 'Sold Out! Too late.';
const TOO_MANY_AT_ONCE = 'Too many at once. Try again.';

/** S0, "Ticketing War": one property, five viewing slots, and whoever is first. */
@ApiTags('seeds')
@Controller('booking')
export class PropertyController {
  constructor(
    private readonly claims: SeedClaims,
    private readonly resets: SeedResets,
    private readonly reading: EventReading,
    private readonly statistics: SaleStatistics,
  ) {}

  @Access('lab')
  @Post('reserve')
  @HttpCode(200)
  @ApiOperation({ summary: 'S0: reserves a slot for a customer whom nobody knows; 400 when there is none' })
  async reserve(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    // two requests of one millisecond are two customers
    const answer = await this.claims.claim(PROPERTY, `User-${randomUUID()}`, { items: [{ quantity: 1 }] });
    switch (answer.kind) {
      case 'claimed':
        return { status: 'Success', booking_id: answer.claimed.seats[0]?.seatId, ...answer.owner };
      case 'refused':
        void reply.code(400);
        return { detail: isSoldOut(answer.refusal) ? SOLD_OUT : TOO_MANY_AT_ONCE };
      case 'unknown':
        void reply.code(404);
        return { detail: 'Property not found' };
      case 'problem':
        return asProblem(reply, answer.problem);
    }
  }

  @Access('lab')
  @Post('reset')
  @HttpCode(200)
  @ApiOperation({ summary: 'S0: ends every reservation' })
  async reset(): Promise<object> {
    await this.resets.reset(PROPERTY);
    return { message: `System Reset Complete. Max Slots: ${await this.#slots()}` };
  }

  /** The seed's own way; a browser that only looks ahead resets nothing. */
  @Access('lab')
  @Get('reset')
  @ApiOperation({ summary: 'S0: the same; use POST, which nobody sends by accident' })
  async resetByGet(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    if (isOnlyLooking(request)) throw new ProblemError('invalid-request', 'POST resets; a look does not.');
    void reply.header('cache-control', 'no-store');
    return this.reset();
  }

  @Access('lab')
  @Get('status')
  @ApiOperation({ summary: 'S0: who has a slot' })
  async status(): Promise<object> {
    const [slots, survivors] = [await this.#slots(), await this.statistics.customers(PROPERTY)];
    return {
      max_slots: slots,
      current_bookings: survivors.length,
      is_overbooked: survivors.length > slots,
      survivors,
    };
  }

  async #slots(): Promise<number> {
    return (await this.reading.find(PROPERTY))?.capacity ?? 0;
  }
}

const isSoldOut = (refusal: Refusal): boolean => refusal.kind === 'rejected' && refusal.code === 'sold-out';

/** https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Purpose */
const isOnlyLooking = ({ method, headers }: FastifyRequest): boolean =>
  method !== 'GET' ||
  ['sec-purpose', 'purpose', 'x-moz'].some((name) => /prefetch/.test(String(headers[name])));

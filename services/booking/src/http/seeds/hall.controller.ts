import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '#access';
import { EventId } from '#contracts';
import { EventReading } from '../../events/read-events.js';
import { SaleStatistics } from '../../ledger/sale-statistics.js';
import { type HeldSeat, SeatHolders } from '../../ledger/seat-holders.js';
import { type SeedAnswer, SeedClaims } from './seed-claims.js';
import { shownId } from './seed-events.js';
import { BookSeat, WhichSeats } from './seed-requests.js';
import { RefusesBadInput, asProblem } from './seed-refusals.js';

const YES = /^(true|1|on|yes)$/i;

/** S3, "Lab 36": a hall of a hundred seats, sold by the strategy that /admin/strategy names. */
@ApiTags('seeds')
@RefusesBadInput(422, (errors) => ({ detail: errors }))
@Controller()
export class HallController {
  constructor(
    private readonly claims: SeedClaims,
    private readonly holders: SeatHolders,
    private readonly statistics: SaleStatistics,
    private readonly reading: EventReading,
  ) {}

  @Access('lab')
  @Get('events/:eventId')
  @ApiOperation({ summary: 'S3: an event and its seats' })
  async event(
    @Param('eventId', { schema: EventId }) eventId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const event = await this.reading.find(eventId);
    if (event === undefined) return notFound(reply, 'Event not found');
    const seats = await this.holders.ofEvents([eventId]);
    const available = seats.filter(isAvailable).length;
    return {
      event: {
        ...{ id: shownId(eventId), name: event.name, total_seats: event.capacity },
        created_at: event.createdAt.toISOString(),
      },
      seats: {
        ...{ total: seats.length, available, booked: seats.length - available },
        details: seats.map(details),
      },
    };
  }

  @Access('lab')
  @Get('events/:eventId/seats')
  @ApiOperation({ summary: 'S3: the seats, or those that are free' })
  async seats(
    @Param('eventId', { schema: EventId }) eventId: string,
    @Query({ schema: WhichSeats }) { available_only: availableOnly = '' }: WhichSeats,
  ): Promise<object> {
    const seats = await this.holders.ofEvents([eventId]);
    return { seats: YES.test(availableOnly) ? seats.filter(isAvailable).map(place) : seats.map(details) };
  }

  /** Also who was too late is answered with 200: the seed's clients take everything else for a failure of ours. */
  @Access('lab')
  @Post('book')
  @HttpCode(200)
  @ApiOperation({ summary: 'S3: books a seat: confirmed, failed or double_booked' })
  async book(
    @Body({ schema: BookSeat }) body: BookSeat,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { seat_number: seat, customer_id: customer } = body;
    const eventId = String(body.event_id);
    const answer = await this.claims.claim(eventId, customer, { labels: [seat] });
    switch (answer.kind) {
      case 'claimed':
        return this.#booked(eventId, body, answer);
      case 'refused':
        return { status: 'failed', message: await this.#whyNot(eventId, seat, answer), ...tried(answer) };
      case 'unknown':
        return notFound(reply, 'Seat not found');
      case 'problem':
        return asProblem(reply, answer.problem);
    }
  }

  async #booked(
    eventId: string,
    { seat_number: seat, customer_id: customer }: BookSeat,
    answer: Extract<SeedAnswer, { kind: 'claimed' }>,
  ): Promise<object> {
    const rest = { customer_id: customer, ...tried(answer), ...answer.owner };
    if (answer.claimed.seats.every(({ from }) => from === undefined)) {
      return { status: 'confirmed', message: `Seat ${seat} booked successfully`, ...rest };
    }
    const sold = (await this.statistics.soldTwice(eventId)).find(({ label }) => label === seat);
    return {
      status: 'double_booked',
      message: `WARNING: Double booking detected for seat ${seat}!`,
      booking_count: sold?.customers.length ?? 1,
      ...rest,
    };
  }

  async #whyNot(
    eventId: string,
    seat: string,
    { refusal }: Extract<SeedAnswer, { kind: 'refused' }>,
  ): Promise<string> {
    if (refusal.kind === 'rejected') return `Could not book seat ${seat}: ${refusal.detail}`;
    const holder = (await this.holders.ofSeat(eventId, seat))?.customerId;
    return `Seat ${seat} already booked by ${holder ?? 'somebody else'}`;
  }
}

const tried = ({ strategy, attempts }: { strategy: string; attempts: number }): object =>
  strategy === 'optimistic' ? { strategy, attempts } : { strategy };

const isAvailable = ({ status }: HeldSeat): boolean => status === 'available';
const place = ({ label, section, row }: HeldSeat): object => ({
  ...{ seat_number: label, section, row_name: row },
});
const details = (seat: HeldSeat): object => ({
  ...place(seat),
  is_booked: !isAvailable(seat),
  booked_by: isAvailable(seat) ? null : seat.customerId,
  version: seat.version,
});

function notFound(reply: FastifyReply, detail: string): object {
  void reply.code(404);
  return { detail };
}

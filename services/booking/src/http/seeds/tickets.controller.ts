import { Body, Controller, Get, Patch, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '#access';
import type { SeatStatus } from '#contracts';
import { ChangeClaim } from '../../booking/life/change-claim.js';
import { EventReading } from '../../events/read-events.js';
import { type HeldSeat, SeatHolders } from '../../ledger/seat-holders.js';
import { type Owner, SeedClaims } from './seed-claims.js';
import { TICKETS } from './seed-events.js';
import { TicketOfUser } from './seed-requests.js';
import { RefusesBadInput, asProblem } from './seed-refusals.js';

const STATUS: Readonly<Record<SeatStatus, string>> = {
  available: 'available',
  held: 'reserved',
  booked: 'booked',
};
const RESERVED = 'Ticket has been reserved. Continue with payment to secure your ticket.';
const NOT_AVAILABLE = 'Ticket not available.';
const BOOKED = 'Ticket has been booked.';
const NOT_YOURS = 'Ticket is not reserved for this user.';

/** S2, "FastAPI Ticket Booking with Pessimistic Locking": ten tickets that are held for five minutes. */
@ApiTags('seeds')
@RefusesBadInput(422, (errors) => ({
  message: 'validation error',
  fields: errors.map(({ field, message }) => ({ [field]: message })),
}))
@Controller('tickets')
export class TicketsController {
  constructor(
    private readonly claims: SeedClaims,
    private readonly changeClaim: ChangeClaim,
    private readonly holders: SeatHolders,
    private readonly reading: EventReading,
  ) {}

  @Access('lab')
  @Get()
  @ApiOperation({ summary: 'S2: the tickets; one whose time is over is available' })
  async list(): Promise<object> {
    const events = await Promise.all(TICKETS.map((eventId) => this.reading.find(eventId)));
    const names = new Map(events.map((event) => [event?.eventId, event?.name]));
    const seats = await this.holders.ofEvents(TICKETS);
    return {
      data: seats.map(({ eventId, label: id, status }) => ({
        ...{ id, status: STATUS[status], event_name: names.get(eventId) },
      })),
    };
  }

  @Access('lab')
  @Patch('reserve')
  @ApiOperation({ summary: 'S2: holds a ticket for five minutes; 409 when it is not free' })
  async reserve(
    @Body({ schema: TicketOfUser }) { user_id: userId, ticket_id: ticketId }: TicketOfUser,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const ticket = await this.#find(ticketId);
    if (ticket === undefined) return conflict(reply, NOT_AVAILABLE);
    const answer = await this.claims.claim(ticket.eventId, String(userId), { labels: [ticket.label] });
    switch (answer.kind) {
      case 'claimed':
        return { message: RESERVED, expiresAt: answer.claimed.expiresAt, ...answer.owner };
      case 'refused':
      case 'unknown':
        return conflict(reply, NOT_AVAILABLE);
      case 'problem':
        return asProblem(reply, answer.problem);
    }
  }

  /** The seed had no way to pay, so that nothing was ever booked. */
  @Access('lab')
  @Patch('confirm')
  @ApiOperation({ summary: 'S2: makes the hold of this user a booking' })
  async confirm(
    @Body({ schema: TicketOfUser }) { user_id: userId, ticket_id: ticketId }: TicketOfUser,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const ticket = await this.#find(ticketId);
    if (ticket?.claimId == null || ticket.customerId !== String(userId)) return conflict(reply, NOT_YOURS);
    const owner: Owner = this.claims.ownerOf(ticket.eventId, ticket.claimId);
    const changed = await this.changeClaim.change({ ...owner, token: owner.claimToken }, 'confirm');
    return changed.kind === 'claim' ? { message: BOOKED, ...owner } : conflict(reply, NOT_YOURS);
  }

  async #find(ticketId: string): Promise<HeldSeat | undefined> {
    const label = ticketId.toLowerCase();
    const found = await Promise.all(TICKETS.map((eventId) => this.holders.ofSeat(eventId, label)));
    return found.find((seat) => seat !== undefined);
  }
}

function conflict(reply: FastifyReply, message: string): object {
  void reply.code(409);
  return { message };
}

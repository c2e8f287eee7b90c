import { randomUUID } from 'node:crypto';
import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '#access';
import { ClaimTokens } from '../../booking/claim-tokens.js';
import { QueuedClaims } from '../../booking/queued-claims.js';
import { BuyTicket } from './seed-requests.js';
import { RefusesBadInput } from './seed-refusals.js';

const NO_SUCH_EVENT = 'No such event';
const TOO_BUSY = 'System is too busy';

/** S1, "High Concurrency Ticket System": queued at once, decided later. */
@ApiTags('seeds')
@RefusesBadInput(400, (errors) => ({ error: 'Invalid data', fields: errors }))
@Controller('buy')
export class QueueController {
  constructor(
    private readonly queued: QueuedClaims,
    private readonly tokens: ClaimTokens,
  ) {}

  /** A customer may buy as often as he asks: each request has a key of its own. */
  @Access('lab')
  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'S1: queues a claim of any seat; 503 when 1,000 wait. Stored before it is answered',
  })
  async buy(
    @Body({ schema: BuyTicket }) { event_id: eventId, user_id: customerId }: BuyTicket,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const requestKey = randomUUID();
    const command = { eventId, customerId, idempotencyKey: requestKey, items: [{ quantity: 1 }] };
    const entered = await this.queued.enter(command);
    if (entered.kind === 'stored') return this.#pending(command, entered.claimId);
    const isFull = entered.kind === 'full';
    void reply.code(isFull ? 503 : 404);
    return { error: isFull ? TOO_BUSY : NO_SUCH_EVENT };
  }

  /** The seed's buyers never learnt what became of them: here is where to look. */
  #pending(
    command: { eventId: string; customerId: string; idempotencyKey: string },
    claimId: string,
  ): object {
    const { eventId, customerId, idempotencyKey: requestKey } = command;
    const query = new URLSearchParams({ eventId, customerId }).toString();
    const claim = `/v1/events/${eventId}/claims/${claimId}`;
    return {
      message: 'Request queued',
      status: 'pending',
      ...{ claimId, claimToken: this.tokens.of(claimId), requestKey },
      links: { request: `/v1/requests/${requestKey}?${query}`, claim, live: `${claim}/live` },
    };
  }
}

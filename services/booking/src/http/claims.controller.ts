import { Body, Controller, Headers, Inject, Param, Post, Res } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiOperation,
  ApiServiceUnavailableResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '#access';
import { ClaimView, CreateClaim, EventId, Problem } from '#contracts';
import { DEADLINES_MS, within } from '#deadlines';
import { PROBLEM_JSON, idempotencyKey, problem } from '#errors';
import type { ClaimCommand } from '../booking/claim-command.js';
import { ClaimSeats } from '../booking/claim-seats.js';
import { ClaimSteps } from '../claims/support/claim-steps.js';
import { BOOKING_CONFIG, type BookingConfig } from '../config.js';
import { ClaimAnswers } from './claim-answers.js';

@ApiTags('claims')
@Controller('v1/events/:eventId/claims')
export class ClaimsController {
  constructor(
    private readonly claimSeats: ClaimSeats,
    private readonly answers: ClaimAnswers,
    private readonly steps: ClaimSteps,
    @Inject(BOOKING_CONFIG) private readonly config: BookingConfig,
  ) {}

  @Post()
  @Access('public')
  @ApiOperation({ summary: 'Takes seats, once per key: 201, or a problem that says whether to repeat' })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: true,
    description: 'of your own making; repeat it to repeat the request',
  })
  @ApiCreatedResponse({ standardSchema: ClaimView })
  @ApiConflictResponse({ standardSchema: Problem })
  @ApiUnprocessableEntityResponse({ standardSchema: Problem })
  @ApiServiceUnavailableResponse({ standardSchema: Problem })
  async claim(
    @Param('eventId', { schema: EventId }) eventId: string,
    @Headers('idempotency-key') key: string | undefined,
    @Body({ schema: CreateClaim }) body: CreateClaim,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClaimView | Problem> {
    const command = claimCommand(eventId, idempotencyKey(key), body);
    const result = await within(this.claimSeats.claim(command), DEADLINES_MS.request);
    const answer = result === undefined ? this.#late() : await this.answers.of(result, command);
    if (result?.kind === 'decided') {
      const labels = 'labels' in command ? command.labels : [];
      await this.steps.beforeAnswer({ eventId, claimId: result.decision.claimId, labels });
    }
    if (answer.strategy !== undefined) void reply.header('x-strategy', answer.strategy);
    if (answer.policyVersion !== undefined) void reply.header('x-policy-version', answer.policyVersion);
    if ('code' in answer) void reply.code(answer.status).type(PROBLEM_JSON);
    return answer;
  }

  #late(): Problem {
    return problem('deadline-exceeded', undefined, { replica: this.config.replica });
  }
}

/** The contract has seen to it that there are seats, or a quantity, or items. */
function claimCommand(eventId: string, key: string, body: CreateClaim): ClaimCommand {
  const { customerId, seats, quantity, section, items } = body;
  const request = { eventId, customerId, idempotencyKey: key };
  if (items !== undefined) return { ...request, items };
  return quantity === undefined
    ? { ...request, labels: seats ?? [] }
    : { ...request, items: [{ quantity, section }] };
}

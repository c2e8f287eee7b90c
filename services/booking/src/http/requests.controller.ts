import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '#access';
import { RequestQuery, RequestView } from '#contracts';
import { idempotencyKey } from '#errors';
import { Decisions } from '../ledger/decisions.js';
import { ClaimAnswers } from './claim-answers.js';

/** For a client whose answer was lost. Keys are kept for 24 hours. */
@ApiTags('claims')
@Controller('v1/requests')
export class RequestsController {
  constructor(
    private readonly decisions: Decisions,
    private readonly answers: ClaimAnswers,
  ) {}

  @Access('public')
  @Get(':idempotencyKey')
  @ApiOperation({ summary: 'What became of a request: its answer, or that it is not decided' })
  @ApiOkResponse({ standardSchema: RequestView })
  async show(
    @Param('idempotencyKey') header: string,
    @Query({ schema: RequestQuery }) { eventId, customerId }: RequestQuery,
  ): Promise<RequestView> {
    const request = { idempotencyKey: idempotencyKey(header), eventId, customerId };
    const found = await this.decisions.find(request);
    if (found === undefined) return { ...request, state: 'not-decided', status: null, answer: null };
    if (found.outcome === 'pending') return { ...request, state: 'pending', status: null, answer: null };
    const answer = await this.answers.of({ kind: 'decided', decision: found }, request);
    if ('code' in answer) return { ...request, state: 'decided', status: answer.status, answer };
    const { claimToken: _ownersOnly, ...claim } = answer;
    return { ...request, state: 'decided', status: 201, answer: claim };
  }
}

import {
  Controller,
  Headers,
  HttpCode,
  Inject,
  Logger,
  Post,
  type RawBodyRequest,
  Req,
} from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Access } from '#access';
import { PaymentEvent } from '#contracts';
import { ProblemError } from '#errors';
import { type ReceivedHeaders, verify } from '#webhooks';
import { BOOKING_CONFIG, type BookingConfig } from '../config.js';
import { ClaimPayments } from '../ledger/payments/claim-payments.js';

/** What the payment provider tells. Anything but 2xx makes it tell us again. */
@ApiTags('payments')
@Controller('v1/webhooks/payments')
export class WebhooksController {
  readonly #log = new Logger(WebhooksController.name);

  constructor(
    private readonly payments: ClaimPayments,
    @Inject(BOOKING_CONFIG) private readonly config: BookingConfig,
  ) {}

  @Access('public')
  @Post()
  @HttpCode(204)
  @ApiOperation({ summary: 'For the payment provider: signed as Standard Webhooks has it' })
  @ApiNoContentResponse()
  async receive(
    @Req() { rawBody }: RawBodyRequest<FastifyRequest>,
    @Headers() headers: ReceivedHeaders,
  ): Promise<void> {
    const body = rawBody ?? Buffer.alloc(0);
    const verified = verify(this.config.webhookSecrets, headers, body, Date.now());
    if (verified !== 'valid') throw new ProblemError('signature-invalid', `The signature is ${verified}.`);
    const { data } = PaymentEvent.parse(JSON.parse(body.toString()));
    const applied = await this.payments.apply(data);
    if (applied === 'later') throw new ProblemError('policy-switching');
    if (applied === 'not-ours') this.#log.warn(`payment ${data.paymentId} refers to no claim of ours`);
  }
}

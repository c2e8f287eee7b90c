import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Res,
  UseGuards,
} from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '#access';
import { CreatePayment, PaymentId, PaymentQuery, Problem, ProviderPayment } from '#contracts';
import { type ErrorCode, PROBLEM_JSON, ProblemError, idempotencyKey, problem } from '#errors';
import { PAYMENTS_CONFIG, type PaymentsConfig } from '../config.js';
import type { PaymentRow } from '../payments/payment-statements.js';
import { Payments } from '../payments/payments.js';
import { providerPayment } from '../payments/provider-payment.js';
import { ShopKeyGuard } from './shop-key.guard.js';

const CREATED = 201;
const OK = 200;

/** For shops; not reached through the proxy. Who repeats a request gets the same answer. */
@ApiTags('payments')
@UseGuards(ShopKeyGuard)
@Controller('v1/payments')
export class ProviderController {
  constructor(
    private readonly payments: Payments,
    @Inject(PAYMENTS_CONFIG) private readonly config: PaymentsConfig,
  ) {}

  @Access('shop')
  @Post()
  @ApiOperation({ summary: 'A payment for the reference: 201, or 200 with the one that there is' })
  @ApiCreatedResponse({ standardSchema: ProviderPayment })
  @ApiUnprocessableEntityResponse({ standardSchema: Problem })
  async create(
    @Body({ schema: CreatePayment }) wanted: CreatePayment,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProviderPayment | Problem> {
    const { kind, payment } = await this.payments.create(wanted);
    void reply.code(kind === 'created' ? CREATED : OK);
    return this.#answer(reply, payment, kind === 'reference-reused' ? 'payment-reference-reused' : undefined);
  }

  @Access('shop')
  @Get()
  @ApiOkResponse({ standardSchema: ProviderPayment })
  async byReference(@Query({ schema: PaymentQuery }) { reference }: PaymentQuery): Promise<ProviderPayment> {
    return providerPayment(known(await this.payments.findByReference(reference)), this.config.publicUrl);
  }

  @Access('shop')
  @Get(':paymentId')
  @ApiOkResponse({ standardSchema: ProviderPayment })
  async show(@Param('paymentId', { schema: PaymentId }) paymentId: string): Promise<ProviderPayment> {
    return providerPayment(known(await this.payments.find(paymentId)), this.config.publicUrl);
  }

  @Access('shop')
  @Post(':paymentId/cancel')
  @HttpCode(OK)
  @ApiOperation({ summary: 'After a 200 it can no longer be captured: it is cancelled, or had expired' })
  @ApiOkResponse({ standardSchema: ProviderPayment })
  @ApiConflictResponse({ standardSchema: Problem })
  async cancel(
    @Param('paymentId', { schema: PaymentId }) paymentId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProviderPayment | Problem> {
    const payment = known(await this.payments.cancel(paymentId));
    const over = payment.status === 'cancelled' || payment.status === 'expired';
    return this.#answer(reply, payment, over ? undefined : 'payment-settled');
  }

  @Access('shop')
  @Post(':paymentId/capture')
  @HttpCode(OK)
  @ApiOperation({ summary: 'What the button of the payment page does' })
  @ApiOkResponse({ standardSchema: ProviderPayment })
  @ApiConflictResponse({ standardSchema: Problem })
  async capture(
    @Param('paymentId', { schema: PaymentId }) paymentId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProviderPayment | Problem> {
    const payment = known(await this.payments.capture(paymentId));
    return this.#answer(reply, payment, payment.status === 'captured' ? undefined : 'payment-settled');
  }

  @Access('shop')
  @Post(':paymentId/refunds')
  @HttpCode(OK)
  @ApiOperation({ summary: 'Gives all of it back, once; needs the header Idempotency-Key' })
  @ApiOkResponse({ standardSchema: ProviderPayment })
  @ApiConflictResponse({ standardSchema: Problem })
  async refund(
    @Param('paymentId', { schema: PaymentId }) paymentId: string,
    @Headers('idempotency-key') header: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProviderPayment | Problem> {
    const key = idempotencyKey(header);
    const payment = known(await this.payments.refund(paymentId, key));
    const mine = payment.status === 'refunded' && payment.refund_key === key;
    return this.#answer(reply, payment, mine ? undefined : 'payment-not-captured');
  }

  #answer(reply: FastifyReply, row: PaymentRow, refusal: ErrorCode | undefined): ProviderPayment | Problem {
    const payment = providerPayment(row, this.config.publicUrl);
    if (refusal === undefined) return payment;
    const refused = problem(refusal, undefined, { payment });
    void reply.code(refused.status).type(PROBLEM_JSON);
    return refused;
  }
}

function known(payment: PaymentRow | undefined): PaymentRow {
  if (payment === undefined) throw new ProblemError('payment-unknown');
  return payment;
}

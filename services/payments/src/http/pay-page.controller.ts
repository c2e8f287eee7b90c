import { Body, Controller, Get, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Access } from '#access';
import { PaymentId } from '#contracts';
import { DEADLINES_MS, until } from '#deadlines';
import { PAYMENTS_CONFIG, type PaymentsConfig } from '../config.js';
import type { PaymentRow } from '../payments/payment-statements.js';
import { Payments } from '../payments/payments.js';
import { WebhookFaultsStore } from '../webhooks/webhook-faults.store.js';
import { PAGE_HEADERS, payPage, unknownPaymentPage } from './pay-page.js';

const LOOK_EVERY_MS = 25;
const HTTP = { seeOther: 303, notFound: 404 };
const Decision = z.object({ action: z.enum(['pay', 'decline']) });
type Decision = z.infer<typeof Decision>;

/** What customers see of the provider. Who has the link may pay, so its id cannot be guessed. */
@ApiExcludeController()
@Controller('pay')
export class PayPageController {
  constructor(
    private readonly payments: Payments,
    private readonly faults: WebhookFaultsStore,
    @Inject(PAYMENTS_CONFIG) private readonly config: PaymentsConfig,
  ) {}

  @Access('public')
  @Get(':paymentId')
  async show(
    @Param('paymentId') paymentId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const payment = await this.#find(paymentId);
    void reply.headers(PAGE_HEADERS);
    if (payment !== undefined) return payPage(payment);
    void reply.code(HTTP.notFound);
    return unknownPaymentPage();
  }

  /** Sends on to the page in any case: it says what became of the payment, also when another was quicker. */
  @Access('public')
  @Post(':paymentId')
  async decide(
    @Param('paymentId') paymentId: string,
    @Body({ schema: Decision }) { action }: Decision,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    void reply.headers(PAGE_HEADERS);
    const payment = await this.#find(paymentId);
    if (payment === undefined) {
      void reply.code(HTTP.notFound);
      return unknownPaymentPage();
    }
    await (action === 'pay' ? this.payments.capture(paymentId) : this.payments.cancel(paymentId));
    if (this.config.profile === 'lab') await this.#keepCustomer(paymentId);
    void reply.code(HTTP.seeOther).header('location', `/pay/${paymentId}`);
    return '';
  }

  async #find(paymentId: string): Promise<PaymentRow | undefined> {
    return PaymentId.safeParse(paymentId).success ? this.payments.find(paymentId) : undefined;
  }

  /** For as long as the switch of the lab says so; within the time that the proxy waits for us. */
  async #keepCustomer(paymentId: string): Promise<void> {
    const mayGo = async (): Promise<boolean> => !(await this.faults.keepsCustomer(paymentId));
    await until(DEADLINES_MS.request, LOOK_EVERY_MS, mayGo);
  }
}

import { Body, Controller, Delete, Get, HttpCode, Inject, Put, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { WebhookFaults, WebhookFaultsList, WebhookFaultsQuery } from '#contracts';
import { ProblemError } from '#errors';
import { PAYMENTS_CONFIG, type PaymentsConfig } from '../config.js';
import { WebhookFaultsStore } from '../webhooks/webhook-faults.store.js';

/** Makes webhooks misbehave, as those of real providers do. Unknown in production, and not behind the proxy. */
@ApiExcludeController()
@Controller('admin/webhooks')
export class WebhookFaultsController {
  constructor(
    private readonly faults: WebhookFaultsStore,
    @Inject(PAYMENTS_CONFIG) private readonly config: PaymentsConfig,
  ) {}

  @Put()
  async set(@Body({ schema: WebhookFaults }) faults: WebhookFaults): Promise<WebhookFaultsList> {
    this.#onlyInTheLab();
    await this.faults.set(faults);
    return { faults: await this.faults.list() };
  }

  @Get()
  async list(): Promise<WebhookFaultsList> {
    this.#onlyInTheLab();
    return { faults: await this.faults.list() };
  }

  @Delete()
  @HttpCode(204)
  async clear(@Query({ schema: WebhookFaultsQuery }) { paymentId }: WebhookFaultsQuery): Promise<void> {
    this.#onlyInTheLab();
    await this.faults.clear(paymentId);
  }

  #onlyInTheLab(): void {
    if (this.config.profile !== 'lab') throw new ProblemError('not-found');
  }
}

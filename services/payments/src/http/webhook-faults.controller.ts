import { Body, Controller, Delete, Get, HttpCode, Put, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Access } from '#access';
import { WebhookFaults, WebhookFaultsList, WebhookFaultsQuery } from '#contracts';
import { WebhookFaultsStore } from '../webhooks/webhook-faults.store.js';

/** Makes webhooks misbehave, as those of real providers do. Unknown in production, and not behind the proxy. */
@ApiExcludeController()
@Controller('admin/webhooks')
export class WebhookFaultsController {
  constructor(private readonly faults: WebhookFaultsStore) {}

  @Access('lab')
  @Put()
  async set(@Body({ schema: WebhookFaults }) faults: WebhookFaults): Promise<WebhookFaultsList> {
    await this.faults.set(faults);
    return { faults: await this.faults.list() };
  }

  @Access('lab')
  @Get()
  async list(): Promise<WebhookFaultsList> {
    return { faults: await this.faults.list() };
  }

  @Access('lab')
  @Delete()
  @HttpCode(204)
  async clear(@Query({ schema: WebhookFaultsQuery }) { paymentId }: WebhookFaultsQuery): Promise<void> {
    await this.faults.clear(paymentId);
  }
}

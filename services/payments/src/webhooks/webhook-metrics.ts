import { Counter } from 'prom-client';
import { metrics } from '#telemetry';

export const webhookAttempts = new Counter({
  name: 'lastseat_payments_webhook_attempts_total',
  help: 'attempts to deliver a webhook, by outcome: delivered, failed (it comes again) or given-up',
  labelNames: ['outcome'],
  registers: [metrics],
});

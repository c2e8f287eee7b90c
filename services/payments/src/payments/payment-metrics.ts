import { Counter } from 'prom-client';
import { metrics } from '#telemetry';

export const paymentChanges = new Counter({
  name: 'lastseat_payments_changes_total',
  help: 'payments by what they became: captured, refunded, cancelled or expired',
  labelNames: ['to'],
  registers: [metrics],
});

import { Counter, Gauge } from 'prom-client';
import { metrics } from '#telemetry';

const registers = [metrics];

export const unsentRows = new Gauge({
  name: 'lastseat_outbox_unsent_rows',
  help: 'ledger rows that JetStream does not have yet, counted up to 10,000',
  registers,
});
export const lagSeconds = new Gauge({
  name: 'lastseat_outbox_lag_seconds',
  help: 'age of the oldest unsent ledger row',
  registers,
});
export const sentRows = new Counter({
  name: 'lastseat_outbox_sent_rows_total',
  help: 'ledger rows sent by this replica',
  registers,
});
export const lostRows = new Counter({
  name: 'lastseat_outbox_lost_rows_total',
  help: 'sent ledger rows that became unsent because their stream was lost',
  registers,
});
export const appliedRows = new Counter({
  name: 'lastseat_outbox_applied_rows_total',
  help: 'ledger rows that this replica found applied by inventory',
  registers,
});

import { Counter } from 'prom-client';
import { metrics } from '#telemetry';

const registers = [metrics];

export const appliedRows = new Counter({
  name: 'lastseat_inventory_applied_rows_total',
  help: 'ledger rows that changed the counts',
  registers,
});
export const duplicateRows = new Counter({
  name: 'lastseat_inventory_duplicate_rows_total',
  help: 'ledger rows that had been applied before',
  registers,
});
export const messages = new Counter({
  name: 'lastseat_inventory_messages_total',
  help: 'messages by what became of them: acknowledged, again (it failed and comes again) or dead',
  labelNames: ['outcome'],
  registers,
});

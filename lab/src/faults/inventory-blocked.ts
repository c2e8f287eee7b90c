import { connect } from '../sale-records.js';
import { waitUntil } from '../waiting.js';
import type { Fault } from './fault.js';
import { AT_WORK } from './fault.js';

/** Longer than inventory may wait for a lock (1 s): it fails, and the message has to come again. */
const BLOCKED = { mostMs: 5_000, everyMs: 20 };

const LOCK = `BEGIN; LOCK TABLE inventory.applied IN ACCESS EXCLUSIVE MODE`;
const FAILED_TO_APPLY = `
  SELECT FROM pg_stat_activity
  WHERE wait_event_type = 'Lock' AND query LIKE '%inventory.applied%' AND pid <> pg_backend_pid()`;

/** What is not applied must not be acknowledged. */
export const inventoryBlocked: Fault = {
  ...AT_WORK,
  does: 'inventory cannot write what it is told: its table is locked until its statements give up',
  holdMs: 0,
  async inject({ cluster }) {
    const holder = await connect(cluster.postgresUrl);
    await holder.query(LOCK);
    const watcher = await connect(cluster.postgresUrl);
    const waits = async (): Promise<boolean> => ((await watcher.query(FAILED_TO_APPLY)).rowCount ?? 0) > 0;
    return {
      happened: async () => await waitUntil(waits, (does) => does, BLOCKED),
      heal: async () => {
        await waitUntil(waits, (does) => !does, BLOCKED);
        await Promise.all([holder.end(), watcher.end()]);
      },
    };
  },
};

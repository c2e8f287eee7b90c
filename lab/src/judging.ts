import type { StrategyView } from '#contracts';
import { eventExists, waitUntilQuiet } from './audit/audit.js';
import { quietCounts } from './experiment.js';
import { operationsOf } from './history/operations.js';
import type { RecordedHistory } from './history/stored-history.js';
import type { OpenLaboratory } from './laboratory.js';
import type { RunResult } from './result.js';
import { judge } from './result.js';
import { connect } from './sale-records.js';
import { UserError } from './user-error.js';

/** For the outbox to drain and for payments to settle; what is in flight after it is a finding. */
const QUIET_MS_MOST = 10_000;

/** The verdict on what somebody recorded, from the rows that are there now. */
export async function judgeHistory(
  lab: OpenLaboratory,
  { header, lines }: RecordedHistory,
  strategies: readonly StrategyView[],
): Promise<RunResult> {
  const { run, eventId, parameters, policyVersion } = header;
  if (parameters.fault !== null) {
    throw new UserError(`${run} was under ${parameters.fault}; how often that hit is not in a history.`);
  }
  const strategy = strategies.find(({ key }) => key === parameters.strategy);
  if (strategy === undefined) throw new UserError(`There is no strategy "${parameters.strategy}" any more.`);
  await untilQuiet(lab, eventId);
  const records = await lab.sales.read(eventId);
  const evidence = {
    claimed: { replicas: parameters.replicas, strategy: strategy.key, policyVersion },
    maxPerCustomer: parameters.maxPerCustomer,
    fault: null,
    operations: operationsOf(lines),
    ...records,
    ...(await lab.sales.readSettled(eventId)),
    inventory: await quietCounts(lab.api, eventId, records.ledger),
  };
  return judge({ run, eventId, parameters, strategy }, evidence);
}

async function untilQuiet({ stack }: OpenLaboratory, eventId: string): Promise<void> {
  const client = await connect(stack.postgres.url);
  try {
    if (!(await eventExists(client, eventId))) {
      throw new UserError(`The event of this history, ${eventId}, is not in the stack that runs here.`);
    }
    await waitUntilQuiet(client, eventId, QUIET_MS_MOST);
  } finally {
    await client.end();
  }
}

import type { Client } from 'pg';
import type { AuditReport } from '../audit/audit.js';
import { auditOnce, eventExists, makeUnsent, waitUntilQuiet } from '../audit/audit.js';
import { homeFolder } from '../environment.js';
import { readFlags, wholeNumber } from '../flags.js';
import { auditText } from '../report/audit-text.js';
import { connect } from '../sale-records.js';
import { readStack } from '../stack.js';
import { UserError } from '../user-error.js';

const WAIT_MS = { usual: 5_000, range: { least: 0, most: 600_000 } };

const HELP = `Recomputes the counts from booking's ledger and compares them with inventory's,
seats with ledger and claims, and the provider's payments with bookings.

  npm run audit

  --event ID     only this event (default: all)
  --wait-ms N    time for the outbox to drain and for payments to settle before it judges,
                 in ms (default ${WAIT_MS.usual}); what is in flight after it is no difference yet
  --repair       sends again what inventory lacks, then judges anew
  --json         one JSON object on stdout and nothing else

Exit code: 0 they agree, 1 they do not, 2 it could not be seen.
`;

const FLAGS = {
  event: { type: 'string' },
  'wait-ms': { type: 'string' },
  repair: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

export async function audit(args: readonly string[]): Promise<number> {
  const given = readFlags(args, FLAGS, 'npm run audit -- --help');
  if (given['help'] === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const eventId = typeof given['event'] === 'string' ? given['event'] : null;
  const waitMs = wholeNumber(given, 'wait-ms', WAIT_MS.usual, WAIT_MS.range);
  const client = await connect((await readStack(homeFolder())).postgres.url);
  try {
    if (eventId !== null && !(await eventExists(client, eventId))) {
      throw new UserError(`There is no event "${eventId}". Type: npm run audit`);
    }
    const { report, repaired } = await judged(client, eventId, waitMs, given['repair'] === true);
    process.stdout.write(
      given['json'] === true ? `${JSON.stringify({ ...report, repaired })}\n` : text(report, repaired),
    );
    return report.agrees ? 0 : 1;
  } finally {
    await client.end();
  }
}

async function judged(
  client: Client,
  eventId: string | null,
  waitMs: number,
  repair: boolean,
): Promise<{ report: AuditReport; repaired: number }> {
  await waitUntilQuiet(client, eventId, waitMs);
  const repaired = repair ? await makeUnsent(client, eventId) : 0;
  if (repaired > 0) await waitUntilQuiet(client, eventId, waitMs);
  return { report: await auditOnce(client, eventId), repaired };
}

const text = (report: AuditReport, repaired: number): string =>
  `${repaired > 0 ? `  Ledger rows sent again: ${repaired}\n` : ''}${auditText(report)}\n`;

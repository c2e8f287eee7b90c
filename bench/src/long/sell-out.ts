import { join } from 'node:path';
import { writeRequests } from '../load/request-file.js';
import { closedLoad } from '../load/wrk.js';
import { figures, measureNoOp, pathOf } from '../measure/measure-no-op.js';
import { watchedIn } from '../measure/measure-product.js';
import { meter } from '../measure/meter.js';
import { openSale } from '../measure/sale.js';
import { differences, saleRows } from '../measure/verification.js';
import type { Site } from '../bench.js';
import { median } from '../median.js';
import type { SellOut } from './long-runs.js';

const QUOTA = 100_000;
/** Who comes when all is sold: refusals, and at the end what wrk hangs up on. */
const LATE = 5_000;
const CONNECTIONS = 256;
const SECONDS_MOST = 90;
const NO_OP_SECONDS = 3;
const NO_OP_REQUESTS = 130_000;

/** Everybody wants any one seat of a quota, until the last is gone. */
export async function measureSellOut({ stack, noOp, replicas }: Site, strategy: string): Promise<SellOut> {
  const [requests, idle] = [join(stack.home, 'requests.txt'), join(stack.home, 'no-op.txt')];
  await writeRequests(idle, 'free', NO_OP_REQUESTS);
  await writeRequests(requests, 'any', QUOTA + LATE);
  const about = {
    scenario: 'free' as const,
    replicas,
    connections: CONNECTIONS,
    round: 1,
    seconds: NO_OP_SECONDS,
  };
  const before = await measureNoOp(stack.project, noOp, idle, about);
  const { eventId } = await openSale(stack, { strategy, scenario: 'any', claims: QUOTA });
  const spent = meter(watchedIn(stack));
  const load = { url: stack.api, path: pathOf(eventId), requests, connections: CONNECTIONS };
  const answers = await closedLoad(stack.project, { ...load, seconds: SECONDS_MOST });
  const { othersCores } = spent(answers.answers);
  const after = await measureNoOp(stack.project, noOp, idle, about);
  const yes = answers.answers - answers.notOk;
  const { unanswered } = figures(answers, yes);
  const rows = await saleRows(stack.database, eventId);
  const cutOff = CONNECTIONS + unanswered + answers.surplus;
  const faults = differences(rows, { yes, no: answers.notOk, cutOff, seatsPerClaim: 1 });
  const isOver = answers.us < SECONDS_MOST * 1_000_000;
  if (isOver && rows.live !== QUOTA)
    faults.push(`${rows.live} of ${QUOTA} were sold, and everybody had asked`);
  const { rows: times } = await stack.database.query<{ perSecond: number }>(TENTHS, [eventId]);
  const tenths = times.map(({ perSecond }) => perSecond);
  // as long as each tenth is of as many seats, the whole is their harmonic mean
  const perSecond = tenths.length / tenths.reduce((sum, rate) => sum + 1 / rate, 0);
  // a sale of some seconds has no neighbour that is as long: the one before and the one after it
  const ratio = perSecond / median([before.perSecond, after.perSecond]);
  return {
    quota: QUOTA,
    connections: CONNECTIONS,
    sold: rows.live,
    perSecond,
    ratio,
    tenths,
    othersCores,
    faults,
  };
}

const TENTHS = `
  SELECT (count(*) / greatest(extract(epoch FROM max(written_at) - min(written_at)), 0.001))::float8 AS "perSecond"
  FROM (
    SELECT written_at, ntile(10) OVER (ORDER BY written_at) AS tenth FROM booking.ledger
    WHERE event_id = $1 AND live_delta = 1
  ) AS sold
  GROUP BY tenth ORDER BY tenth`;

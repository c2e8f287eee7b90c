import { join } from 'node:path';
import { writeRequests } from '../load/request-file.js';
import { countsRefusals, seatsPerClaim } from '../load/scenarios.js';
import { closedLoad } from '../load/wrk.js';
import type { BenchStack } from '../stack/bench-stack.js';
import { figures, pathOf } from './measure-no-op.js';
import { meter } from './meter.js';
import type { Watched } from './processes.js';
import { memoryMibByKind } from './processes.js';
import { ProjectionWatch } from './projection.js';
import type { Run, Wanted } from './run.js';
import { openSale } from './sale.js';
import { differences, saleRows } from './verification.js';

export interface WantedSale extends Wanted {
  readonly strategy: string;
  /** room for so many; the load ends when they are used up */
  readonly claims: number;
}

/** One sale under load: an event of its own, its answers, and its rows once all has been told. */
export async function measureProduct(stack: BenchStack, wanted: WantedSale): Promise<Run> {
  const { scenario, connections, seconds, strategy, claims, replicas, round } = wanted;
  const requests = join(stack.home, 'requests.txt');
  await writeRequests(requests, scenario, claims);
  const { eventId } = await openSale(stack, wanted);
  const watched = watchedIn(stack);
  const before = memoryMibByKind(watched);
  const watch = await ProjectionWatch.of(stack.postgresUrl, stack.database, eventId);
  const wal = await walPosition(stack);
  const spent = meter(watched);
  const load = { url: stack.api, path: pathOf(eventId), requests, connections, seconds };
  const answers = await closedLoad(stack.project, load);
  const ended = performance.now();
  const { lag, drained } = await watch.lag();
  const drainMs = performance.now() - ended;
  const rows = await saleRows(stack.database, eventId);
  const yes = answers.answers - answers.notOk;
  const no = Math.min(answers.notOk, rows.refused);
  // a request that was sent and not waited for, and what was under way at the end
  const cutOff = connections + answers.broken + answers.timeouts + answers.surplus;
  const told = { yes, no: answers.notOk, cutOff, seatsPerClaim: seatsPerClaim(scenario) };
  const late = drained ? [] : ['inventory does not show what the ledger has'];
  return {
    ...{ what: 'product', strategy, scenario, replicas, connections, round },
    ...figures(answers, countsRefusals(scenario) ? no : yes),
    ...{ yes, no, undecided: answers.notOk - no, ...spent(answers.answers) },
    ...{ walBytes: ((await walPosition(stack)) - wal) / Math.max(1, answers.answers), lag, drainMs },
    memoryMib: { before, after: memoryMibByKind(watched) },
    faults: [...differences(rows, told), ...late],
  };
}

export function watchedIn(stack: BenchStack): Watched {
  const processes = stack.processes();
  const of = (role: string): Watched['node'] => processes.filter((process) => process.role === role);
  const [postgres, nginx, nats, redis] = ['postgres', 'nginx', 'nats', 'redis'].map(of);
  const [node, inventory, payments] = ['booking', 'inventory', 'payments'].map(of);
  return Object.fromEntries(
    Object.entries({ node, nginx, postgres, redis, nats, inventory, payments }).filter(([, heads]) => heads),
  );
}

async function walPosition({ database }: BenchStack): Promise<number> {
  const { rows } = await database.query<{ bytes: number }>(WAL_POSITION);
  return rows[0]?.bytes ?? 0;
}

const WAL_POSITION = `SELECT (pg_current_wal_lsn() - '0/0')::float8 AS bytes`;

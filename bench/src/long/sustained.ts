import { join } from 'node:path';
import { pause } from '#deadlines';
import { percentile } from '../../../lab/src/percentiles.js';
import type { Site } from '../bench.js';
import { writeRequests } from '../load/request-file.js';
import { pathOf } from '../measure/measure-no-op.js';
import { watchedIn } from '../measure/measure-product.js';
import { meter } from '../measure/meter.js';
import { memoryMibByKind } from '../measure/processes.js';
import { ProjectionWatch } from '../measure/projection.js';
import { openSale } from '../measure/sale.js';
import { differences, saleRows } from '../measure/verification.js';
import { generate } from '../open/generate.js';
import type { Generated, Sent } from '../open/generated.js';
import type { Sustained } from './long-runs.js';

const SHARE = 2 / 3;
/** Seats of an event at most, a tenth of which nobody wants. */
const CLAIMS_PER_EVENT = 50_000;
const THIRDS = 3;
const CREATED = 201;
const REFUSED = 409;

/** Two thirds of the most at a fixed rate, one event after the other. */
export async function measureSustained(
  { stack }: Site,
  { strategy, most, seconds }: { strategy: string; most: number; seconds: number },
): Promise<Sustained> {
  const perSecond = Math.round(most * SHARE);
  const events = Math.ceil((perSecond * seconds) / CLAIMS_PER_EVENT);
  const claims = Math.ceil((perSecond * seconds) / events);
  const requests = join(stack.home, 'sustained.txt');
  await writeRequests(requests, 'contested', claims);
  const eventIds: string[] = [];
  for (let event = 0; event < events; event += 1)
    eventIds.push((await openSale(stack, { strategy, scenario: 'contested', claims })).eventId);
  const watched = watchedIn(stack);
  const watch = await ProjectionWatch.of(stack.postgresUrl, stack.database, ...eventIds);
  const spent = meter(watched);
  const generating = generate(
    stack,
    { requests, paths: eventIds.map(pathOf), perSecond, keepsAnswers: false },
    seconds,
  );
  await Promise.race([pause((seconds * 1_000) / THIRDS), generating]);
  const early = memoryMibByKind(watched);
  const generated = await generating;
  const late = memoryMibByKind(watched);
  const { othersCores } = spent(generated.sent.length);
  const { lag, drained } = await watch.lag();
  const verified = await verify(stack, eventIds, generated, claims);
  return {
    ...{ seconds: generated.tookUs / 1_000_000, wantedPerSecond: perSecond },
    sentPerSecond: (generated.sent.length * 1_000_000) / generated.tookUs,
    sold: verified.sold,
    thirds: thirdsOf(generated.sent),
    lag: { p50Ms: lag.p50Ms, p99Ms: lag.p99Ms },
    memoryMib: { early, late },
    ...{ generatorCpu: generated.cpuUs / generated.tookUs, othersCores },
    faults: [...verified.faults, ...(drained ? [] : ['inventory does not show what the ledger has'])],
  };
}

async function verify(
  { database }: Site['stack'],
  eventIds: readonly string[],
  { sent }: Generated,
  claims: number,
): Promise<{ sold: number; faults: string[] }> {
  const faults: string[] = [];
  let sold = 0;
  for (const [index, eventId] of eventIds.entries()) {
    const own = sent.slice(index * claims, (index + 1) * claims);
    const count = (wanted: number | null): number => own.filter(({ status }) => status === wanted).length;
    const rows = await saleRows(database, eventId);
    const told = { yes: count(CREATED), no: count(REFUSED), cutOff: count(null), seatsPerClaim: 1 };
    faults.push(...differences(rows, told));
    sold += rows.live;
  }
  return { sold, faults };
}

function thirdsOf(sent: readonly Sent[]): Sustained['thirds'] {
  const size = Math.ceil(sent.length / THIRDS);
  return Array.from({ length: THIRDS }, (_, third) => {
    const latencies = sent
      .slice(third * size, (third + 1) * size)
      .flatMap(({ status, dueUs, doneUs }) =>
        status === CREATED && doneUs !== null ? [(doneUs - dueUs) / 1_000] : [],
      )
      .toSorted((one, other) => one - other);
    return { p50Ms: percentile(latencies, 0.5), p99Ms: percentile(latencies, 0.99) };
  });
}

import type { Cluster, NamedReplica } from '../cluster/cluster.js';
import type { Fault, Injected, StrikeSite } from '../faults/fault.js';
import { AT_WORK, NOTHING_TO_HEAL } from '../faults/fault.js';
import { wait, waitUntil } from '../waiting.js';
import type { Contender } from './contender.js';

/** The longest delay there is; disarming ends it. */
const HELD_MS = 10_000;
/** Less than a transaction may idle. Whoever is not there by then has no holder in this strike. */
const ARRIVE = { mostMs: 1_500, everyMs: 10 };
/** For a second request to the victim to be in the middle of it. */
const TWIN_MS = 30;
/** What an impatient customer waits for his first answer. */
export const IMPATIENT_MS = 300;
/** Two at once may split the votes of Redis, and a library that keeps them is then in its own way. */
const APART_MS = 250;
/** The lease of a held rival runs out as well, and the next one must not write before the holder either. */
const RIVALS_HELD = 20;
/** For a holder who was let go to write; some never get an answer. */
const WRITTEN_MS = 500;
const ANSWERS_AGAIN = { mostMs: 5_000, everyMs: 50 };
/** The wrong sort of session lock lets in whoever gets the session that has it: the one that was used last. */
const ON_ITS_OWN = 'advisory-session';

/** Nothing goes wrong: the holders are held for a moment, so that everybody collides. */
export const NO_FAULT: Fault = {
  ...AT_WORK,
  does: 'nothing goes wrong',
  holdMs: 250,
  inject: async () => ({ happened: async () => true, heal: NOTHING_TO_HEAL }),
};

/** On `performance.now()`. */
export interface StrikeTimes {
  injectedMs: number;
  healingMs: number;
}

interface Customers {
  holders: Promise<void>[];
  /** who came after the fault */
  others: Promise<void>[];
}

/** docs/lab.md, "A strike". Comes back when every customer knows. */
export async function strike(
  cluster: Cluster,
  contenders: readonly Contender[],
  fault: Fault,
): Promise<StrikeTimes> {
  const [victim = cluster.replicas[0], ...elsewhere] = cluster.replicas;
  if (victim === undefined) throw new Error('no replica runs');
  const site = { cluster, victim, eventIds: contenders.map(({ eventId }) => eventId) };
  const replicas = { victim, elsewhere: elsewhere.length > 0 ? elsewhere : [victim] };
  await fault.prepare?.(site);
  const customers: Customers = { holders: [], others: [] };
  const seats = new Map(contenders.map((contender) => [contender, contender.takeSeat()]));
  const inside = await holdersInWindow(fault, replicas, seats, customers);
  const injected = await fault.inject(site);
  const injectedMs = performance.now();
  if (fault !== NO_FAULT) note(contenders, inside, seats);
  if (fault.holdsRivals === true) await holdAt(replicas.elsewhere, site.eventIds, fault.window, RIVALS_HELD);
  await rivals(replicas, seats, customers, fault.holdsRivals === true ? APART_MS : 0);
  await Promise.race([Promise.all(customers.others), wait(fault.holdMs)]);
  const times = await letGo(fault, site, injected);
  if (fault.holdsRivals === true) {
    await Promise.race([Promise.all(customers.holders), wait(WRITTEN_MS)]);
    await letGoAt(replicas.elsewhere, site.eventIds);
  }
  await Promise.all([...customers.holders, ...customers.others]);
  if (times.happened && fault !== NO_FAULT) for (const contender of inside) contender.hits += 1;
  return { injectedMs, healingMs: times.healingMs };
}

interface Replicas {
  victim: NamedReplica;
  elsewhere: readonly NamedReplica[];
}
const urlsOf = ({ victim, elsewhere }: Replicas): string[] => [victim, ...elsewhere].map(({ url }) => url);

/** Which of them have a claim in the window. */
async function holdersInWindow(
  fault: Fault,
  replicas: Replicas,
  seats: ReadonlyMap<Contender, string>,
  customers: Customers,
): Promise<Set<Contender>> {
  const { victim } = replicas;
  const eventIds = [...seats.keys()].map(({ eventId }) => eventId);
  await holdAt([victim], eventIds, fault.window, 1);
  const patience = fault.impatient === true ? IMPATIENT_MS : undefined;
  const send = (contender: Contender): void => {
    customers.holders.push(contender.ask(seats.get(contender) ?? '', urlsOf(replicas), patience));
  };
  const alone = [...seats.keys()].filter(({ strategy }) => strategy.key === ON_ITS_OWN);
  const together = [...seats.keys()].filter((contender) => !alone.includes(contender));
  together.forEach(send);
  const inside = await arrived(victim, together);
  alone.forEach(send);
  for (const contender of await arrived(victim, alone)) inside.add(contender);
  // nobody holds a twin: he would have the lease next, and write before the holder
  for (const contender of fault.holdsRivals === true ? alone : [...alone, ...together])
    customers.holders.push(contender.ask(seats.get(contender) ?? '', urlsOf(replicas)));
  await wait(TWIN_MS);
  return inside;
}

async function holdAt(
  replicas: readonly NamedReplica[],
  eventIds: readonly string[],
  step: Fault['window'],
  timesPerSeat: number,
): Promise<void> {
  for (const eventId of eventIds) {
    const point = { eventId, step, pauseMs: HELD_MS, timesPerSeat };
    await Promise.all(replicas.map(async ({ admin }) => await admin.arm(point)));
  }
}

export async function letGoAt(replicas: readonly NamedReplica[], eventIds: readonly string[]): Promise<void> {
  await Promise.all(
    replicas.flatMap((replica) => eventIds.map(async (eventId) => await disarm(replica, eventId))),
  );
}

/** A process that stood still closes its idle connections when it wakes, under the request that is on its way. */
export async function disarm({ admin }: NamedReplica, eventId: string): Promise<void> {
  const tried = async (): Promise<unknown> => await admin.disarm(eventId).catch((error: unknown) => error);
  const error = await waitUntil(tried, (one) => one === undefined, ANSWERS_AGAIN);
  if (error !== undefined) throw error;
}

async function arrived(victim: NamedReplica, contenders: readonly Contender[]): Promise<Set<Contender>> {
  const inside = new Set<Contender>();
  const look = async (): Promise<number> => {
    const missing = contenders.filter((contender) => !inside.has(contender));
    const counts = await Promise.all(missing.map(({ eventId }) => victim.admin.failpointInside(eventId)));
    missing.forEach((contender, index) => (counts[index] ?? 0) > 0 && inside.add(contender));
    return inside.size;
  };
  await waitUntil(look, (count) => count === contenders.length, ARRIVE);
  return inside;
}

function note(
  contenders: readonly Contender[],
  inside: ReadonlySet<Contender>,
  seats: ReadonlyMap<Contender, string>,
): void {
  for (const contender of contenders) {
    contender.strikes += 1;
    if (inside.has(contender))
      contender.struck.push({ seat: seats.get(contender) ?? '', atUs: contender.recorder.nowUs() });
  }
}

/** Two who want the holder's seat, two who want another, each at a replica of his own as far as there are any. */
async function rivals(
  { elsewhere }: Replicas,
  seats: ReadonlyMap<Contender, string>,
  customers: Customers,
  apartMs: number,
): Promise<void> {
  const forward = elsewhere.map(({ url }) => url);
  for (const urls of [forward, forward.toReversed()]) {
    for (const [contender, seat] of seats)
      customers.others.push(contender.ask(seat, urls), contender.ask(contender.takeSeat(), urls));
    await wait(apartMs);
  }
}

async function letGo(
  fault: Fault,
  { victim, eventIds }: StrikeSite,
  injected: Injected,
): Promise<Omit<StrikeTimes, 'injectedMs'> & { happened: boolean }> {
  if (fault.victimAnswers) await letGoAt([victim], eventIds);
  await wait(fault.lastsMs ?? 0);
  const healingMs = performance.now();
  const happened = await injected.happened();
  await injected.heal();
  if (!fault.victimAnswers) await letGoAt([victim], eventIds);
  return { healingMs, happened };
}

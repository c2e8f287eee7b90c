import type { TestingModule } from '@nestjs/testing';
import { ISOLATIONS } from '#contracts';
import { type Arena, EVENTS_AT_ONCE } from './arena.ts';
import { breachesOf, moneyBreaches } from './breaches.ts';
import type { Moment } from './gates.ts';
import { TooLate, isLate, isLateAnswer } from './late.ts';
import type { Operation } from './operations.ts';
import type { RealEvent } from './real-event.ts';
import type { Settings, World } from './world.ts';

type Act = (event: RealEvent, replica: TestingModule) => Promise<unknown>;

/** Two changes of a claim that meet in the order that is wished, every time. */
export interface Race {
  readonly payment: Settings['payment'];
  readonly before: readonly Operation[];
  /** Stops at this step, within its transaction; the second one comes then. */
  readonly first: Act;
  readonly stopsAt: Moment;
  readonly meanwhile?: Act;
  readonly second: Act;
  /** For the first one's transaction; else it ends before. */
  readonly secondWaits: boolean;
  /** What comes in between when the second one has got so far. */
  readonly inBetween?: { readonly at: Moment; readonly act: Act };
}

/** What is told to whoever waited for a lock for too long. */
const WAITED_TOO_LONG = ['request-in-progress', 'seat-contended'];
/** Of all. */
const LATE_MOST = 0.2;
/** Above READ COMMITTED whoever waited begins again; at SERIALIZABLE anybody may, so that no order can be forced. */
const ORDERED = ISOLATIONS.filter((isolation) => isolation !== 'serializable');

/** How often the race ended how: the two answers, then the claims, the payments and the seats. */
export async function run(arena: Arena, race: Race, times: number): Promise<Record<string, number>> {
  const ends: Record<string, number> = {};
  let late = 0;
  for (let done = 0; done < times;) {
    const many = Math.min(EVENTS_AT_ONCE, times - done);
    try {
      for (const end of await together(arena, race, many)) ends[end] = (ends[end] ?? 0) + 1;
      done += many;
    } catch (error) {
      late += many;
      if (!isLate(error) || late > Math.max(LATE_MOST * times, 2 * EVENTS_AT_ONCE)) throw error;
      await arena.quiet();
    }
  }
  return ends;
}

/** Side by side, each on an event of its own. */
async function together(arena: Arena, race: Race, many: number): Promise<string[]> {
  const [one, other] = arena.replicas;
  const rounds = await Promise.all(
    Array.from({ length: many }, async (_, n) => {
      const settings = { payment: race.payment, maxPerCustomer: 3, isolation: ORDERED[n % ORDERED.length]! };
      const event = await arena.begin(settings);
      for (const operation of race.before) await event.run(operation);
      return { settings, event, gate: arena.gates.close(event.eventId, race.stopsAt) };
    }),
  );
  const firsts = rounds.map(({ event }) => watched(race.first(event.by(one), one)));
  try {
    await Promise.all(rounds.map(({ gate }, n) => cameTo(gate.reached, firsts[n])));
    await Promise.all(rounds.map(async ({ event }) => race.meanwhile?.(event, one)));
    const gates = rounds.map(
      ({ event }) => race.inBetween && arena.gates.close(event.eventId, race.inBetween.at),
    );
    const seconds = rounds.map(({ event }) => watched(race.second(event.by(other), other)));
    await (race.secondWaits ? arena.wait(many) : Promise.all(seconds));
    for (const { gate } of rounds) gate.open();
    await Promise.all(
      rounds.map(async ({ event }, n) => {
        const gate = gates[n];
        if (gate === undefined) return;
        try {
          await cameTo(gate.reached, seconds[n]);
          await race.inBetween?.act(event.by(one), one);
        } finally {
          gate.open();
        }
      }),
    );
    const answers = [await Promise.all(firsts), await Promise.all(seconds)];
    if (answers.flat().some(tookTooLong)) throw new TooLate();
    await arena.settle();
    return await Promise.all(
      rounds.map(({ event, settings }, n) =>
        ending(
          event,
          settings,
          answers.map((all) => all[n]),
        ),
      ),
    );
  } finally {
    for (const { gate } of rounds) gate.open();
  }
}

const tookTooLong = (answer: unknown): boolean =>
  isLateAnswer(answer) || WAITED_TOO_LONG.includes(String(answer));

/** It is waited for later, and may be rejected before. */
function watched(act: Promise<unknown>): Promise<unknown> {
  act.catch(() => undefined);
  return act;
}

async function cameTo(reached: Promise<void>, act: Promise<unknown> | undefined): Promise<void> {
  const ended = act?.then((answer) => {
    throw new TooLate(`ended with ${String(answer)} and never came there`);
  });
  await Promise.race([reached, ended]);
}

async function ending(event: RealEvent, settings: Settings, answers: unknown[]): Promise<string> {
  const { world, ledger } = await event.look();
  const found = [...ledger, ...breachesOf(world, settings), ...moneyBreaches(world, settings)];
  if (found.length > 0) throw new Error(`${answers.join(', ')}:\n  ${found.join('\n  ')}`);
  return `${answers.join(', ')}: ${inWords(world)}`;
}

const inWords = ({ claims, payments, seats }: World): string =>
  [
    claims.map(({ status }) => status).join(' + '),
    ...payments.map(({ known }) => known?.status),
    seats.flatMap(({ status, version }) => (version === 0 ? [] : `${status} ${version}`)).join(' + '),
  ].join('; ');

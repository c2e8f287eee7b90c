import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { LedgerRow } from '#contracts';
import { Database } from '#postgres';
import { type TestDatabase, cloneDatabase } from '../../../tools/test-servers/databases.js';
import { ApplyBookingEvent } from '../src/counts/apply-booking-event.js';
import { CountsStore } from '../src/counts/counts.store.js';
import { birth, shuffled, transition } from './support/ledger-rows.js';

let clone: TestDatabase;
let database: Database;
let event: ApplyBookingEvent;
let store: CountsStore;

beforeAll(async () => {
  clone = await cloneDatabase(inject('servers').templateUrl);
  database = new Database(clone.url, { applicationName: 'counts-test', poolSize: 8 }, () => {});
  await database.warm();
  event = new ApplyBookingEvent(database);
  store = new CountsStore(database);
});
afterAll(async () => {
  await database.close();
  await clone.drop();
});

/** Two sections; some seats booked, one held, one sold twice, one given back. */
const story = (eventId: string): LedgerRow[] => [
  birth(eventId, 'Stalls', 20),
  birth(eventId, 'Balcony', 10),
  ...Array.from({ length: 5 }, () => transition(eventId, 'Stalls', 'available', 'booked', 1)),
  transition(eventId, 'Stalls', 'booked', 'booked', 1),
  transition(eventId, 'Balcony', 'available', 'held', 1),
  transition(eventId, 'Balcony', 'available', 'booked', 1),
  transition(eventId, 'Balcony', 'booked', 'available', -1),
];
const TOLD = {
  capacity: 30,
  available: 24,
  held: 1,
  booked: 5,
  liveSeats: 7,
  sections: [
    { section: 'Balcony', capacity: 10, available: 9, held: 1, booked: 0, liveSeats: 1 },
    { section: 'Stalls', capacity: 20, available: 15, held: 0, booked: 5, liveSeats: 6 },
  ],
};

describe('counts', () => {
  test('follow statuses, and live claims apart: what was sold twice shows', async () => {
    const rows = story('told');
    await event.apply({ rows });
    const counts = await store.read('told');
    expect(counts).toMatchObject({ eventId: 'told', ...TOLD });
    expect(counts?.lagMs).toBeGreaterThan(0);
    expect(counts?.lagMs).toBeLessThan(5_000);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'are the same in any order and with repetitions, seed %i',
    async (seed) => {
      const eventId = `shuffled-${seed}`;
      const rows = story(eventId);
      const deliveries = shuffled([...rows, ...rows, ...rows], seed).map((row) => ({ rows: [row] }));
      const batches = [{ rows: shuffled(rows, seed + 100) }, ...deliveries, { rows: [...rows, ...rows] }];
      await Promise.all(shuffled(batches, seed + 200).map((message) => event.apply(message)));
      expect(await store.read(eventId)).toMatchObject(TOLD);
    },
  );

  test('of many events at once, delivered twice by two consumers, neither deadlock nor drift', async () => {
    const events = Array.from({ length: 10 }, (_, n) => `many-${n}`);
    const rows = events.flatMap(story);
    const halves = [1, 2].flatMap((seed) => {
      const mixed = shuffled(rows, seed);
      return [mixed.slice(0, 50), mixed.slice(50)];
    });
    await Promise.all(halves.map((half) => event.apply({ rows: half })));
    for (const eventId of events) expect(await store.read(eventId)).toMatchObject(TOLD);
  });

  test('go below zero when the sale comes before the birth, and are right after it', async () => {
    const [born, sale] = [
      birth('early', 'Stalls', 3),
      transition('early', 'Stalls', 'available', 'booked', 1),
    ];
    await event.apply({ rows: [sale] });
    expect(await store.read('early')).toMatchObject({ capacity: 0, available: -1, booked: 1 });
    await event.apply({ rows: [born] });
    expect(await store.read('early')).toMatchObject({ capacity: 3, available: 2, booked: 1 });
  });

  test('of an event of which nothing has arrived are unknown', async () => {
    expect(await store.read('nobody')).toBeUndefined();
  });

  test('give the lag of the newest change', async () => {
    const [old, fresh] = [birth('lag', 'Stalls', 3), transition('lag', 'Stalls', 'available', 'booked', 1)];
    await event.apply({ rows: [fresh] });
    const { lagMs } = (await store.read('lag')) ?? {};
    await event.apply({ rows: [{ ...old, writtenAt: '2020-01-01T00:00:00.000Z' }] });
    expect((await store.read('lag'))?.lagMs).toBe(lagMs);
  });
});

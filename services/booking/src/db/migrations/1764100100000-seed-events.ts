import type { MigrationInterface, QueryRunner } from 'typeorm';

interface SeedEvent {
  readonly eventId: string;
  readonly name: string;
  readonly currency: string;
  readonly section: Readonly<Record<string, unknown>> & { readonly name: string };
  readonly policy: object;
  /** In the order of their ids; a row is null where seats are not numbered. */
  readonly seats: readonly { readonly label: string; readonly row: string | null; readonly number: number }[];
}

/** As of this migration: what a policy may have besides later is that migration's business. */
const POLICY = {
  strategy: 'pessimistic',
  guard: false,
  workMs: 0,
  holdSeconds: null,
  lockScope: 'seat',
  lockTtlMs: 5_000,
  maxPerCustomer: null,
  limitRule: 'counter',
  payment: 'none',
  isolation: 'read committed',
};

const unnumbered = (section: string, quota: number): SeedEvent['seats'] =>
  Array.from({ length: quota }, (_, index) => ({
    label: `${section}-${index + 1}`,
    row: null,
    number: index + 1,
  }));

const ROWS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J'];
const SEATS_PER_ROW = 10;

const hall: SeedEvent = {
  eventId: '1',
  name: 'Lab 36 Concert',
  currency: 'EUR',
  section: { name: 'Main', rows: ROWS, seatsPerRow: SEATS_PER_ROW, price: 0 },
  policy: { ...POLICY, strategy: 'none', workMs: 50 },
  seats: ROWS.flatMap((row) =>
    Array.from({ length: SEATS_PER_ROW }, (_, index) => ({
      label: `${row}${index + 1}`,
      row,
      number: index + 1,
    })),
  ),
};

const property: SeedEvent = {
  eventId: 'property-1',
  name: 'Zurich Penthouse',
  currency: 'CHF',
  section: { name: 'Slots', quota: 5, price: 0 },
  policy: { ...POLICY, lockScope: 'event', workMs: 100 },
  seats: unnumbered('Slots', 5),
};

const concert: SeedEvent = {
  eventId: '155ff34d-51ec-4053-841e-a6cc24253256',
  name: 'Concert Event',
  currency: 'TRY',
  section: { name: 'Quota', quota: 100, price: 0 },
  policy: { ...POLICY, strategy: 'conditional', workMs: 50 },
  seats: unnumbered('Quota', 100),
};

/** Their uuid is their label, as it was their id. */
const tickets = (number: number, uuids: readonly string[]): SeedEvent => ({
  eventId: `tickets-${number}`,
  name: `Event #${number}`,
  currency: 'EUR',
  section: { name: 'Tickets', quota: uuids.length, price: 0 },
  policy: { ...POLICY, holdSeconds: 300 },
  seats: uuids.map((label, index) => ({ label, row: null, number: index + 1 })),
});

const SEEDS: readonly SeedEvent[] = [
  hall,
  property,
  concert,
  tickets(1, [
    'bf2af413-dd2f-4dd2-a0e1-13def2abe020',
    '94c60c55-0e59-41b3-9f56-55a67ddef42f',
    '410c82b1-d33a-4eec-b93f-9b42f66f1000',
    'b34b2e03-edba-46bb-884d-d64a30e3886a',
    'c6f0078a-224a-449c-aeb8-0a81fbba1e8a',
  ]),
  tickets(2, [
    'cfae7a8f-4d1f-4ac0-aab7-fb46b3f9f420',
    '664047f8-3253-41e4-98d6-9416cd3af9d4',
    'bf03a62f-338c-4b13-a291-2d52152fcfa0',
    'fef88ffa-a9e2-425a-86d0-c8d0b4c5555d',
    '91691830-bd26-4ebf-9f8c-b8e15bdbf136',
  ]),
];
const IDS = SEEDS.map(({ eventId }) => eventId);

/**
 * The events of the systems that this project grew from, under the ids that their clients have written into them. Their
 * guard is off, as none of those systems had one: a strategy stands or falls by itself, and the production profile
 * sells none of them.
 */
export class SeedEvents1764100100000 implements MigrationInterface {
  readonly name = 'SeedEvents1764100100000';

  async up(runner: QueryRunner): Promise<void> {
    for (const seed of SEEDS) await this.insert(runner, seed);
    // as where an event is created: until then the planner expects one row of it
    await runner.query(`ANALYZE booking.seats`);
  }

  /** The ledger stays, whatever is undone: who was there before is not born twice, and its versions go on. */
  private async insert(runner: QueryRunner, seed: SeedEvent): Promise<void> {
    const { eventId, name, currency, section, policy, seats } = seed;
    const event = [eventId, name, currency, JSON.stringify([section]), seats.length, JSON.stringify(policy)];
    await runner.query(
      `INSERT INTO booking.events (event_id, name, currency, sections, capacity, policy)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      event,
    );
    await runner.query(
      `INSERT INTO booking.seats (event_id, seat_id, label, section, row_name, number, price, version)
       SELECT $1, ordinality, label, $2, row_name, number, 0, coalesce(
         (SELECT max(version) FROM booking.ledger WHERE event_id = $1 AND seat_id = ordinality), 0)
       FROM unnest($3::text[], $4::text[], $5::integer[]) WITH ORDINALITY AS seat (label, row_name, number)`,
      [
        eventId,
        section.name,
        seats.map(({ label }) => label),
        seats.map(({ row }) => row),
        seats.map((seat) => seat.number),
      ],
    );
    await runner.query(
      `INSERT INTO booking.ledger (event_id, section, to_status, seats, live_delta)
       SELECT $1, $2, 'available', $3, 0
       WHERE NOT EXISTS (SELECT FROM booking.ledger WHERE event_id = $1 AND seat_id IS NULL)`,
      [eventId, section.name, seats.length],
    );
  }

  /** What was told to inventory cannot be untold: the ledger gets every seat back, and is kept. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `INSERT INTO booking.ledger (event_id, section, seat_id, from_status, to_status, live_delta, version)
       SELECT event_id, section, seat_id, status, 'available', -coalesce(live, 0), version + 1
       FROM booking.seats LEFT JOIN (
         SELECT event_id, seat_id, count(*)::integer AS live FROM booking.claim_seats WHERE live GROUP BY 1, 2
       ) AS claimed USING (event_id, seat_id)
       WHERE event_id = ANY($1) AND status <> 'available' ORDER BY event_id, seat_id`,
      [IDS],
    );
    for (const table of ['payments', 'claim_seats', 'claims', 'customers', 'seats', 'events']) {
      await runner.query(`DELETE FROM booking.${table} WHERE event_id = ANY($1)`, [IDS]);
    }
  }
}

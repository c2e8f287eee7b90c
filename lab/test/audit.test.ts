import type { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import type { TestDatabase } from '../../tools/test-servers/databases.js';
import { cloneDatabase } from '../../tools/test-servers/databases.js';
import { auditOnce, eventExists, makeUnsent, waitUntilQuiet } from '../src/audit/audit.js';
import { PostgresSale, connect } from '../src/sale-records.js';

// real: PostgreSQL with the schemas of both services, the audit's SQL. The rows are planted.
const CLAIM = '00000000-0000-4000-8000-000000000001';
let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await cloneDatabase(inject('servers').templateUrl);
  client = await connect(database.url);
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** One event of two seats, A1 sold: all sent, applied and counted. */
beforeEach(async () => {
  await client.query(`TRUNCATE booking.events, booking.seats, booking.claims, booking.claim_seats,
    booking.ledger, inventory.applied, inventory.counts, inventory.dead_letters`);
  await client.query(`
    INSERT INTO booking.events (event_id, name, currency, sections, capacity, policy)
    VALUES ('e1', 'Race', 'EUR', '[]', 2, '{}')`);
  await client.query(`
    INSERT INTO booking.seats (event_id, seat_id, label, section, number, price, status, claim_id, version)
    VALUES ('e1', 1, 'A1', 'Stalls', 1, 1, 'booked', '${CLAIM}', 1),
           ('e1', 2, 'A2', 'Stalls', 2, 1, 'available', NULL, 0)`);
  await client.query(`INSERT INTO booking.claim_seats (event_id, claim_id, seat_id, guarded)
    VALUES ('e1', '${CLAIM}', 1, false)`);
  await client.query(`
    INSERT INTO booking.claims
      (event_id, claim_id, customer_id, idempotency_key, fingerprint, status, answer, strategy,
       policy_version, replica)
    VALUES ('e1', '${CLAIM}', 'customer-1', 'key-1', '', 'booked', '{}', 'none', 1, 'booking-1')`);
  await client.query(`
    INSERT INTO booking.ledger
      (event_id, section, seat_id, claim_id, from_status, to_status, seats, live_delta, version, read_version,
       read_at, sent_stream, sent_seq, applied_at)
    VALUES ('e1', 'Stalls', NULL, NULL, NULL, 'available', 2, 0, NULL, NULL, NULL, 's', 1, now()),
           ('e1', 'Stalls', 1, '${CLAIM}', 'available', 'booked', 1, 1, 1, 0, now(), 's', 2, now())`);
  await client.query('INSERT INTO inventory.applied SELECT ledger_id FROM booking.ledger');
  await client.query(`
    INSERT INTO inventory.counts VALUES ('e1', 'Stalls', 2, 1, 0, 1, 1, now(), 1, now())`);
});

test('what agrees is not accused', async () => {
  expect(await auditOnce(client, null)).toMatchObject({
    agrees: true,
    rows: { ledger: 2, events: 1, unsent: 0, unmarked: 0, lacking: 0 },
    foreign: 0,
    deadLetters: 0,
    counts: { total: 0, first: [] },
    seats: { total: 0, first: [] },
  });
});

test.each(['capacity', 'available', 'held', 'booked', 'live_seats'])('%s drifted', async (name) => {
  await client.query(`UPDATE inventory.counts SET ${name} = ${name} + 1`);
  const report = await auditOnce(client, null);
  expect(report).toMatchObject({
    agrees: false,
    counts: { total: 1, first: [{ eventId: 'e1', section: 'Stalls' }] },
  });
  const [first] = report.counts.first;
  expect(first?.inventory).toEqual({ ...first?.ledger, [name]: Reflect.get(first?.ledger ?? {}, name) + 1 });
});

test.each([
  ['inventory', 'DELETE FROM inventory.counts', { inventory: null }],
  ['the ledger', `UPDATE inventory.counts SET event_id = 'e2'`, { eventId: 'e2', ledger: null }],
])('%s does not have the section', async (_, fault, difference) => {
  await client.query(fault);
  expect((await auditOnce(client, null)).counts.first).toContainEqual(expect.objectContaining(difference));
});

test('a row that inventory lacks is found, and sent again by a repair', async () => {
  await client.query(
    'DELETE FROM inventory.applied WHERE ledger_id = (SELECT max(ledger_id) FROM booking.ledger)',
  );
  expect(await auditOnce(client, 'e1')).toMatchObject({ agrees: false, rows: { unsent: 0, lacking: 1 } });
  expect(await makeUnsent(client, 'e1')).toBe(1);
  expect(await makeUnsent(client, 'e1')).toBe(0);
  expect(await auditOnce(client, 'e1')).toMatchObject({ rows: { unsent: 1, lacking: 1 } });
  const { rows } = await client.query(
    'SELECT sent_stream, sent_seq, applied_at FROM booking.ledger WHERE seat_id = 1',
  );
  expect(rows).toEqual([{ sent_stream: null, sent_seq: null, applied_at: null }]);
});

test('sent, applied and not marked yet: no harm', async () => {
  await client.query('UPDATE booking.ledger SET applied_at = NULL');
  expect(await auditOnce(client, null)).toMatchObject({ agrees: true, rows: { unmarked: 2 } });
});

test.each([
  ['a row applied that no ledger has', 'INSERT INTO inventory.applied VALUES (999999)', { foreign: 1 }],
  [
    'a dead letter',
    `INSERT INTO inventory.dead_letters (subject, stream_seq, payload, reason) VALUES ('s', 1, '', 'r')`,
    { deadLetters: 1 },
  ],
])('%s', async (_, fault, found) => {
  await client.query(fault);
  expect(await auditOnce(client, null)).toMatchObject({ agrees: false, ...found });
});

test.each([
  [
    'another status than the ledger',
    `UPDATE booking.seats SET status = 'held', expires_at = now() WHERE seat_id = 1`,
  ],
  ['another version than the ledger', 'UPDATE booking.seats SET version = 5 WHERE seat_id = 1'],
  ['sold, but no live claim', 'UPDATE booking.claim_seats SET live = false'],
  [
    'free in the ledger, but sold',
    `UPDATE booking.seats SET status = 'booked', claim_id = '${CLAIM}' WHERE seat_id = 2`,
  ],
])('a seat is %s', async (_, fault) => {
  await client.query(fault);
  const report = await auditOnce(client, null);
  expect(report).toMatchObject({ agrees: false, seats: { total: 1, first: [{ eventId: 'e1' }] } });
});

test('another event is not looked at', async () => {
  await client.query('UPDATE inventory.counts SET booked = 9');
  expect((await auditOnce(client, 'e2')).agrees).toBe(true);
  expect([await eventExists(client, 'e1'), await eventExists(client, 'e2')]).toEqual([true, false]);
});

test('the wait for the outbox ends when it is empty, and is bounded when it is not', async () => {
  await client.query('UPDATE booking.ledger SET applied_at = NULL');
  const began = performance.now();
  await waitUntilQuiet(client, null, 5_000);
  expect(performance.now() - began).toBeLessThan(2_000);
  await client.query('UPDATE booking.ledger SET sent_seq = NULL');
  const again = performance.now();
  await waitUntilQuiet(client, null, 300);
  expect(performance.now() - again).toBeGreaterThanOrEqual(300);
});

test("a run's rows come with labels, numbers and µs", async () => {
  const { ledger, claims, claimSeats } = await new PostgresSale(database.url).read('e1');
  expect(ledger[0]).toMatchObject({
    seat: null,
    from: null,
    to: 'available',
    seats: 2,
    version: null,
    readAtUs: null,
  });
  expect(ledger[1]).toMatchObject({
    seat: 'A1',
    claimId: CLAIM,
    from: 'available',
    version: 1,
    readVersion: 0,
  });
  expect(Math.abs((ledger[1]?.writtenAtUs ?? 0) / 1_000 - Date.now())).toBeLessThan(60_000);
  expect(claims).toEqual([
    {
      claimId: CLAIM,
      customer: 'customer-1',
      key: 'key-1',
      status: 'booked',
      expiresAtUs: null,
      replica: 'booking-1',
      price: 0,
    },
  ]);
  expect(claimSeats).toEqual([{ claimId: CLAIM, seat: 'A1', live: true }]);
});

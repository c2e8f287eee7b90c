import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { type TestDatabase, cloneDatabase } from '../../tools/test-servers/databases.js';
import { connect } from '../../lab/src/sale-records.js';
import { saleRows } from '../src/measure/verification.js';

const SOUND = { live: 2, refused: 1, liveSeats: 2, soldTwice: 0, wrongVersions: 0, strayRows: 0 };
const EVENT = 'bench';
let database: TestDatabase;
let client: Awaited<ReturnType<typeof connect>>;

beforeAll(async () => {
  database = await cloneDatabase(inject('servers').templateUrl);
  client = await connect(database.url);
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

/** Three seats; A1 and A2 are sold, and a third customer was refused. */
beforeEach(async () => {
  await client.query('TRUNCATE booking.seats, booking.claims, booking.claim_seats, booking.ledger');
  await client.query(`
    INSERT INTO booking.seats (event_id, seat_id, label, section, number, price, status, claim_id, version) VALUES
      ('${EVENT}', 1, 'A1', 'Stalls', 1, 1, 'booked', '${claimId(1)}', 1),
      ('${EVENT}', 2, 'A2', 'Stalls', 2, 1, 'booked', '${claimId(2)}', 1),
      ('${EVENT}', 3, 'A3', 'Stalls', 3, 1, 'available', NULL, 0)`);
  for (const number of [1, 2, 3]) await claim(number, number === 3 ? 'refused' : 'booked');
  for (const number of [1, 2]) await sell(number, number, 1);
});

describe('the rows of a sale', () => {
  it('are counted as they are', async () => {
    expect(await saleRows(client, EVENT)).toEqual(SOUND);
  });

  it('tell of a seat that is sold twice', async () => {
    await claim(4, 'booked');
    await sell(1, 4, 2, false);
    await client.query(`UPDATE booking.seats SET version = 2 WHERE event_id = '${EVENT}' AND seat_id = 1`);
    expect(await saleRows(client, EVENT)).toEqual({ ...SOUND, live: 3, liveSeats: 3, soldTwice: 1 });
  });

  it('tell of a version that is not the number of its transitions', async () => {
    await client.query(`UPDATE booking.seats SET version = 2 WHERE event_id = '${EVENT}' AND seat_id = 1`);
    expect(await saleRows(client, EVENT)).toEqual({ ...SOUND, wrongVersions: 1 });
  });

  it('tell of a seat that reads free and was sold', async () => {
    await client.query(`
      UPDATE booking.seats SET status = 'available', claim_id = NULL WHERE event_id = '${EVENT}' AND seat_id = 1`);
    expect(await saleRows(client, EVENT)).toEqual({ ...SOUND, wrongVersions: 1 });
  });

  it('tell of a live seat that the ledger has of another claim', async () => {
    await client.query(`
      UPDATE booking.ledger SET claim_id = '${claimId(3)}' WHERE event_id = '${EVENT}' AND seat_id = 1`);
    expect(await saleRows(client, EVENT)).toEqual({ ...SOUND, strayRows: 1 });
  });
});

function claimId(number: number): string {
  return `00000000-0000-4000-8000-00000000000${number}`;
}

const claim = (number: number, status: string): Promise<unknown> =>
  client.query(`
    INSERT INTO booking.claims (event_id, claim_id, customer_id, idempotency_key, fingerprint, status, answer, strategy,
      policy_version, replica)
    VALUES ('${EVENT}', '${claimId(number)}', 'c${number}', 'k', '', '${status}', '{}', 'batched', 1, 'booking-1')`);

async function sell(seatId: number, by: number, version: number, guarded = true): Promise<void> {
  await client.query(`
    INSERT INTO booking.claim_seats (event_id, claim_id, seat_id, guarded)
    VALUES ('${EVENT}', '${claimId(by)}', ${seatId}, ${guarded})`);
  await client.query(`
    INSERT INTO booking.ledger (event_id, section, seat_id, claim_id, from_status, to_status, live_delta, version)
    VALUES ('${EVENT}', 'Stalls', ${seatId}, '${claimId(by)}', 'available', 'booked', 1, ${version})`);
}

import { Client } from 'pg';
import type { ClaimRow, ClaimSeatRow, LedgerRow, SeatAtEnd } from '#checkers';

const CONNECT_MS_MOST = 3_000;
const STATEMENT_MS_MOST = 60_000;

export interface SaleRecords {
  ledger: LedgerRow[];
  claims: ClaimRow[];
  claimSeats: ClaimSeatRow[];
  /** the seats' own rows */
  seats?: SeatAtEnd[];
}

/** Where the rows of a sale come from: PostgreSQL itself, in one snapshot, behind the services' backs. */
export interface SaleSource {
  read(eventId: string): Promise<SaleRecords>;
}

export const connect = async (url: string): Promise<Client> => {
  const client = new Client({
    connectionString: url,
    application_name: 'lastseat-lab',
    connectionTimeoutMillis: CONNECT_MS_MOST,
    statement_timeout: STATEMENT_MS_MOST,
  });
  await client.connect();
  return client;
};

export class PostgresSale implements SaleSource {
  constructor(private readonly url: string) {}

  async read(eventId: string): Promise<SaleRecords> {
    const client = await connect(this.url);
    try {
      await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      const ledger = await client.query<LedgerRow>(LEDGER, [eventId]);
      const claims = await client.query<ClaimRow>(CLAIMS, [eventId]);
      const claimSeats = await client.query<ClaimSeatRow>(CLAIM_SEATS, [eventId]);
      const seats = await client.query<SeatAtEnd>(SEATS, [eventId]);
      await client.query('COMMIT');
      return { ledger: ledger.rows, claims: claims.rows, claimSeats: claimSeats.rows, seats: seats.rows };
    } finally {
      await client.end();
    }
  }
}

/** Times as µs since 1970: below 2^53, so a double holds them exactly. */
const LEDGER = `
  SELECT l.ledger_id::float8 AS "ledgerId", l.section, s.label AS seat, l.claim_id AS "claimId", l.from_status AS "from", l.to_status AS "to",
         l.seats, l.live_delta AS "liveDelta", l.version::float8 AS version,
         l.read_version::float8 AS "readVersion",
         floor(extract(epoch FROM l.read_at) * 1000000)::float8 AS "readAtUs",
         floor(extract(epoch FROM l.written_at) * 1000000)::float8 AS "writtenAtUs"
  FROM booking.ledger l LEFT JOIN booking.seats s ON s.event_id = l.event_id AND s.seat_id = l.seat_id
  WHERE l.event_id = $1 ORDER BY l.ledger_id`;
const CLAIMS = `
  SELECT claim_id AS "claimId", customer_id AS customer, idempotency_key AS key, status, replica
  FROM booking.claims WHERE event_id = $1`;
const SEATS = `
  SELECT section, label AS seat, status, version::float8 AS version FROM booking.seats WHERE event_id = $1`;
const CLAIM_SEATS = `
  SELECT c.claim_id AS "claimId", s.label AS seat, c.live
  FROM booking.claim_seats c JOIN booking.seats s ON s.event_id = c.event_id AND s.seat_id = c.seat_id
  WHERE c.event_id = $1`;

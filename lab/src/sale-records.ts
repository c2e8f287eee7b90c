import { Client } from 'pg';
import type {
  AppliedRow,
  ClaimRow,
  ClaimSeatRow,
  FenceRead,
  LedgerRow,
  Leftover,
  PaymentRow,
  SeatAtEnd,
} from '#checkers';
import { SWEPT_WITHIN_S } from './audit/patience.js';

/** A machine that is busy with other things takes its time, and a run of half an hour must not end of that. */
const CONNECT_MS_MOST = 10_000;
const STATEMENT_MS_MOST = 60_000;
/** With a margin over the 2 s after which PostgreSQL ends a transaction that is idle. */
const IDLE_WITHIN_S = 3;
/** A cell names so many; that there are any is what counts. */
const LEFTOVERS_MOST = 100;

export interface SaleRecords {
  ledger: LedgerRow[];
  claims: ClaimRow[];
  claimSeats: ClaimSeatRow[];
  /** the seats' own rows */
  seats?: SeatAtEnd[];
}

export interface SettledRecords {
  applied: AppliedRow[];
  leftovers: Leftover[];
  payments: PaymentRow[];
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
    return await this.inSnapshot(async (client) => ({
      ledger: (await client.query<LedgerRow>(LEDGER, [eventId])).rows,
      claims: (await client.query<ClaimRow>(CLAIMS, [eventId])).rows,
      claimSeats: (await client.query<ClaimSeatRow>(CLAIM_SEATS, [eventId])).rows,
      seats: (await client.query<SeatAtEnd>(SEATS, [eventId])).rows,
    }));
  }

  /** What is evidence only when all has been healed, drained and swept; before that it is merely on its way. */
  async readSettled(eventId: string): Promise<SettledRecords> {
    return await this.inSnapshot(async (client) => ({
      applied: (await client.query<AppliedRow>(APPLIED, [eventId])).rows,
      leftovers: (await client.query<Leftover>(LEFTOVERS, [eventId, LEFTOVERS_MOST])).rows,
      payments: (await client.query<PaymentRow>(PAYMENTS, [eventId])).rows,
    }));
  }

  /** One reading of the seats' fences; the next must not be lower. */
  async readFences(eventId: string): Promise<FenceRead[]> {
    return await this.inSnapshot(async (client) => (await client.query<FenceRead>(FENCES, [eventId])).rows);
  }

  private async inSnapshot<Rows>(read: (client: Client) => Promise<Rows>): Promise<Rows> {
    const client = await connect(this.url);
    try {
      await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      const rows = await read(client);
      await client.query('COMMIT');
      return rows;
    } finally {
      await client.end();
    }
  }
}

/** Times as µs since 1970: below 2^53, so a double holds them exactly. */
const LEDGER = `
  SELECT l.ledger_id::float8 AS "ledgerId", l.section, s.label AS seat, l.claim_id AS "claimId",
         l.from_status AS "from", l.to_status AS "to", l.seats,
         l.live_delta AS "liveDelta", l.version::float8 AS version,
         l.read_version::float8 AS "readVersion",
         floor(extract(epoch FROM l.read_at) * 1000000)::float8 AS "readAtUs",
         floor(extract(epoch FROM l.written_at) * 1000000)::float8 AS "writtenAtUs"
  FROM booking.ledger l LEFT JOIN booking.seats s ON s.event_id = l.event_id AND s.seat_id = l.seat_id
  WHERE l.event_id = $1 ORDER BY l.ledger_id`;
const CLAIMS = `
  SELECT claim_id AS "claimId", customer_id AS customer, idempotency_key AS key, status, replica,
         floor(extract(epoch FROM expires_at) * 1000000)::float8 AS "expiresAtUs",
         CASE payment WHEN 'required' THEN (
           SELECT coalesce(sum(seat.price), 0)
           FROM booking.claim_seats AS part JOIN booking.seats AS seat USING (event_id, seat_id)
           WHERE part.event_id = claim.event_id AND part.claim_id = claim.claim_id AND part.live
         ) ELSE 0 END::float8 AS price
  FROM booking.claims AS claim WHERE event_id = $1`;
const SEATS = `
  SELECT section, label AS seat, status, version::float8 AS version FROM booking.seats WHERE event_id = $1`;
const CLAIM_SEATS = `
  SELECT c.claim_id AS "claimId", s.label AS seat, c.live
  FROM booking.claim_seats c JOIN booking.seats s ON s.event_id = c.event_id AND s.seat_id = c.seat_id
  WHERE c.event_id = $1`;
const FENCES = `
  SELECT label AS seat, fence::float8 AS fence FROM booking.seats WHERE event_id = $1 ORDER BY seat_id`;
/** What inventory applied of this event, and what it applied that no event has. */
const APPLIED = `
  SELECT applied.ledger_id::float8 AS "ledgerId", count(*)::integer AS times
  FROM inventory.applied AS applied LEFT JOIN booking.ledger AS row ON row.ledger_id = applied.ledger_id
  WHERE row.event_id = $1 OR row.ledger_id IS NULL GROUP BY applied.ledger_id`;
const LEFTOVERS = `
  WITH kept AS (
    SELECT 'hold' AS what, claim_id::text AS name, expires_at AS since FROM booking.claims
    WHERE event_id = $1 AND status = 'held' AND expires_at <= now() - interval '${SWEPT_WITHIN_S} s'
    UNION ALL
    SELECT 'idle-transaction', concat_ws(' ', application_name, pid), state_change FROM pg_stat_activity
    WHERE datname = current_database() AND state LIKE 'idle in transaction%'
      AND pid <> pg_backend_pid() AND state_change <= clock_timestamp() - interval '${IDLE_WITHIN_S} s'
    UNION ALL
    SELECT CASE WHEN row.sent_seq IS NULL THEN 'unsent-row' ELSE 'unapplied-row' END, row.ledger_id::text,
      row.written_at
    FROM booking.ledger AS row
    WHERE row.event_id = $1 AND (row.sent_seq IS NULL
      OR NOT EXISTS (SELECT FROM inventory.applied WHERE applied.ledger_id = row.ledger_id))
  )
  SELECT what, name, floor(extract(epoch FROM clock_timestamp() - since))::float8 AS seconds
  FROM kept ORDER BY since LIMIT $2`;
/** The provider's books; a payment's reference names event and claim. */
const PAYMENTS = `
  SELECT payment_id AS "paymentId", split_part(reference, '/', 2) AS "claimId",
         captured::float8 AS captured, refunded::float8 AS refunded
  FROM payments.payments WHERE starts_with(reference, $1 || '/')`;

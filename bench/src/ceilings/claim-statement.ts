/** As long as pgbench runs there are more seats than it can sell, alone and in batches. */
const SEATS_PER_SECOND = { single: 25_000, batched: 150_000 };
export const BATCH = 100;

/** What a claim writes, and nothing else of the product: seat, claim with its key, live seat under the guard, ledger */
export const TABLES = `
  DROP SCHEMA IF EXISTS bench CASCADE;
  CREATE SCHEMA bench;
  CREATE TABLE bench.seats (
    seat_id bigint PRIMARY KEY, status text NOT NULL DEFAULT 'available', claim_id uuid,
    version bigint NOT NULL DEFAULT 0
  ) WITH (fillfactor = 80);
  CREATE TABLE bench.claims (
    claim_id uuid PRIMARY KEY, customer_id text NOT NULL, idempotency_key text NOT NULL, answer jsonb NOT NULL,
    decided_at timestamptz NOT NULL DEFAULT clock_timestamp(), UNIQUE (customer_id, idempotency_key)
  );
  CREATE TABLE bench.claim_seats (
    claim_id uuid, seat_id bigint, live boolean NOT NULL, PRIMARY KEY (claim_id, seat_id)
  );
  CREATE UNIQUE INDEX ON bench.claim_seats (seat_id) WHERE live;
  CREATE TABLE bench.ledger (
    ledger_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, seat_id bigint NOT NULL, claim_id uuid NOT NULL,
    version bigint NOT NULL, written_at timestamptz NOT NULL DEFAULT clock_timestamp(), sent_seq bigint
  );
  CREATE INDEX ON bench.ledger (ledger_id) WHERE sent_seq IS NULL;
  CREATE SEQUENCE bench.next_seat CACHE 1000;`;

export function fillSeats(claims: number, seconds: number): string {
  const seats = seconds * (claims === 1 ? SEATS_PER_SECOND.single : SEATS_PER_SECOND.batched);
  return `INSERT INTO bench.seats (seat_id) SELECT generate_series(1, ${seats}); ANALYZE bench.seats`;
}

/** One claim a statement, or so many: each takes the next seats that nobody else wants. */
export const claimStatement = (claims: number): string => `
  WITH wanted AS (
    SELECT nextval('bench.next_seat') AS seat_id, gen_random_uuid() AS claim_id FROM generate_series(1, ${claims})
  ), won AS (
    UPDATE bench.seats AS seat SET status = 'booked', claim_id = wanted.claim_id, version = seat.version + 1
    FROM wanted WHERE seat.seat_id = wanted.seat_id AND seat.status = 'available'
    RETURNING seat.seat_id, seat.claim_id, seat.version
  ), claimed AS (
    INSERT INTO bench.claims (claim_id, customer_id, idempotency_key, answer)
    SELECT claim_id, 'customer-' || seat_id, 'key-' || seat_id, '{"kind":"claimed"}' FROM won
  ), guarded AS (
    INSERT INTO bench.claim_seats (claim_id, seat_id, live) SELECT claim_id, seat_id, true FROM won
  ), told AS (
    INSERT INTO bench.ledger (seat_id, claim_id, version) SELECT seat_id, claim_id, version FROM won
  )
  SELECT count(*) FROM won;`;

export const DROP = 'DROP SCHEMA bench CASCADE';

const statement = (name: string, text: string): { name: string; text: string } => ({ name, text });
export const BIRTH = statement(
  'birth',
  `INSERT INTO booking.ledger (event_id, section, to_status, seats, live_delta) 
   VALUES ($1, 'Stalls', 'available', $2, 0)`,
);
export const SALES = statement(
  'sales',
  `INSERT INTO booking.ledger (event_id, section, seat_id, claim_id, from_status, to_status, live_delta, version)
   SELECT $1, 'Stalls', n, gen_random_uuid(), 'available', 'booked', 1, 1
   FROM generate_series(1, $2::int) AS n`,
);
export const OUTBOX = statement(
  'outbox',
  `SELECT count(*) FILTER (WHERE sent_seq IS NULL) AS unsent, 
     count(*) FILTER (WHERE applied_at IS NULL) AS unapplied
   FROM booking.ledger`,
);
export const DEAD = statement('dead', 'SELECT subject, payload, reason FROM inventory.dead_letters');
export const APPLIED = statement('applied', 'SELECT count(*) AS rows FROM inventory.applied');
export const LEDGER = statement('ledger', 'SELECT count(*) AS rows FROM booking.ledger');

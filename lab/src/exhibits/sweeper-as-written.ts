import type { Client } from 'pg';
import { connect } from '../sale-records.js';

/** Reserved, and just over. */
const TICKETS = `
  CREATE TEMPORARY TABLE tickets AS
  SELECT id, 'reserved' AS status, clock_timestamp() - interval '1 second' AS expires_at
  FROM generate_series(1, $1::integer) AS id`;
const SWEEPER_LOOKS = `SELECT id FROM tickets WHERE status = 'reserved' AND expires_at <= clock_timestamp()`;
const CUSTOMERS_PAY = `UPDATE tickets SET status = 'booked' WHERE status = 'reserved'`;
const SWEEPER_WRITES = `UPDATE tickets SET status = 'available' WHERE id = ANY($1::integer[])`;
const BOOKED = `SELECT id FROM tickets WHERE status = 'booked'`;

/**
 * The statements of a sweeper that reads what is over and saves each as "available", and of customers who pay between
 * the two. In a table of its own, which is gone afterwards: nothing in lastseat sends such statements.
 */
export async function sweepAsWritten(
  postgres: string,
  tickets: number,
): Promise<{ paid: number; kept: number }> {
  const client = await connect(postgres);
  try {
    await client.query(TICKETS.replace('$1', String(tickets)));
    const over = await client.query<{ id: number }>(SWEEPER_LOOKS);
    const paid = await countOf(client, CUSTOMERS_PAY);
    await client.query(SWEEPER_WRITES, [over.rows.map(({ id }) => id)]);
    return { paid, kept: await countOf(client, BOOKED) };
  } finally {
    await client.end();
  }
}

const countOf = async (client: Client, statement: string): Promise<number> =>
  (await client.query(statement)).rowCount ?? 0;

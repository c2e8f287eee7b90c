import type { Client, QueryResultRow } from 'pg';

const DIFFERENCES_NAMED_MOST = 20;

/** `total` differences, the first of them by name. */
export interface Differences<One> {
  total: number;
  first: One[];
}

export async function one<Row extends QueryResultRow>(
  client: Client,
  text: string,
  values: unknown[] = [],
): Promise<Row> {
  const [row] = (await client.query<Row>(text, values)).rows;
  if (row === undefined) throw new Error(`no row from: ${text}`);
  return row;
}

/** Of a statement whose `$1` is an event or null for all, and `$2` how many differences to name. */
export async function differences<One extends QueryResultRow>(
  client: Client,
  text: string,
  eventId: string | null,
): Promise<Differences<One>> {
  const { rows } = await client.query<One & { total: number }>(text, [eventId, DIFFERENCES_NAMED_MOST]);
  return { total: rows[0]?.total ?? 0, first: rows };
}

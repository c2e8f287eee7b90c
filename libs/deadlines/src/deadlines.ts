/**
 * Every wait of a request, shortest first: whoever waits outside gives up later than whoever waits inside, so that the
 * one who knows the most gives the answer. nginx's and the client's are the last two.
 */
export const DEADLINES_MS = {
  redisNode: 250,
  poolClient: 500,
  lock: 1_000,
  statement: 1_500,
  idleInTransaction: 2_000,
  clientQuery: 2_500,
  request: 4_000,
  proxyRead: 4_500,
  client: 5_000,
} as const;

/** Throws when the order is broken: asserted at every start. */
export function assertDeadlines(deadlines: Readonly<Record<string, number>> = DEADLINES_MS): void {
  const ordered = Object.entries(deadlines);
  for (const [index, [name, ms]] of ordered.entries()) {
    const before = ordered[index - 1];
    if (before !== undefined && before[1] >= ms) {
      throw new Error(`deadline ${before[0]} (${before[1]} ms) must be shorter than ${name} (${ms} ms)`);
    }
  }
}

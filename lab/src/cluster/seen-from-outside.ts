import { Redis } from 'ioredis';
import { connect } from '../sale-records.js';

const ANSWER_MS_MOST = 3_000;
const US_PER_MS = 1_000;

/** What a Redis node takes for the time, in ms since 1970. */
export async function redisTime(url: string): Promise<number> {
  const node = new Redis(url, { lazyConnect: true, retryStrategy: null, commandTimeout: ANSWER_MS_MOST });
  // what is wrong is what the question below rejects with
  node.on('error', () => undefined);
  try {
    await node.connect();
    const [seconds, microseconds] = await node.time();
    return Number(seconds) * 1_000 + Number(microseconds) / US_PER_MS;
  } finally {
    node.disconnect();
  }
}

/** What a service takes for the time, in ms since 1970: the Date of its answer, which is in whole seconds. */
export async function answeredAt(url: string): Promise<number> {
  const response = await fetch(`${url}/health/live`, { signal: AbortSignal.timeout(ANSWER_MS_MOST) });
  await response.arrayBuffer();
  return Date.parse(response.headers.get('date') ?? '');
}

/** A commit that changes nothing and has to be on the disk all the same. */
const STORED = "SELECT pg_logical_emit_message(true, 'lastseat-lab', '')";

export async function timeCommit(postgresUrl: string): Promise<number> {
  const client = await connect(postgresUrl);
  try {
    const began = performance.now();
    await client.query(STORED);
    return performance.now() - began;
  } finally {
    await client.end();
  }
}

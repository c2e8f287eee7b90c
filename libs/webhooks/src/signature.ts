import { createHmac, timingSafeEqual } from 'node:crypto';

/** Of the sender's clock against ours, either way: what was recorded longer ago is a replay. */
const TOLERANCE_SECONDS = 300;
const VERSION = 'v1';
const MS_PER_SECOND = 1_000;

export interface Message {
  /** The same at every attempt, so that a receiver lets it take effect once. */
  readonly id: string;
  /** Of the attempt, in seconds since 1970. */
  readonly timestamp: number;
  /** Exactly as it is sent: one other space is another signature. */
  readonly body: string | Buffer;
}

/** "missing": a header is not there, or is no time. */
export type Verification = 'valid' | 'missing' | 'stale' | 'forged';

/** As node gives them, in lower case. */
export type ReceivedHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * The header `webhook-signature`, one signature for each secret: while a secret is rotated, receivers that know
 * either of the two find theirs. https://www.standardwebhooks.com
 */
export const sign = (secrets: readonly string[], message: Message): string =>
  secrets.map((secret) => `${VERSION},${digest(secret, message).toString('base64')}`).join(' ');

/** The three headers of an attempt. */
export const signedHeaders = (secrets: readonly string[], message: Message): Record<string, string> => ({
  'webhook-id': message.id,
  'webhook-timestamp': String(message.timestamp),
  'webhook-signature': sign(secrets, message),
});

/** @param rawBody as it came: parsed and written again it is another body */
export function verify(
  secrets: readonly string[],
  headers: ReceivedHeaders,
  rawBody: string | Buffer,
  nowMs: number,
): Verification {
  const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signatures } = headers;
  if (typeof id !== 'string' || typeof time !== 'string' || typeof signatures !== 'string') return 'missing';
  if (id === '' || !/^\d{1,15}$/.test(time)) return 'missing';
  const timestamp = Number(time);
  if (Math.abs(nowMs / MS_PER_SECOND - timestamp) > TOLERANCE_SECONDS) return 'stale';
  const expected = secrets.map((secret) => digest(secret, { id, timestamp: time, body: rawBody }));
  const given = signatures.split(' ').flatMap(ofOurVersion);
  // no early end: how long it takes says nothing about which secret or signature was nearly right
  const matches = given.flatMap((one) => expected.filter((other) => equal(one, other)));
  return matches.length > 0 ? 'valid' : 'forged';
}

const ofOurVersion = (signature: string): Buffer[] => {
  const [version, encoded = ''] = signature.split(',');
  return version === VERSION ? [Buffer.from(encoded, 'base64')] : [];
};

const equal = (one: Buffer, other: Buffer): boolean =>
  one.length === other.length && timingSafeEqual(one, other);

function digest(
  secret: string,
  { id, timestamp, body }: Omit<Message, 'timestamp'> & { readonly timestamp: number | string },
): Buffer {
  return createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest();
}

export const SECRET_PREFIX = 'whsec_';

export const keyOf = (secret: string): Buffer => Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');

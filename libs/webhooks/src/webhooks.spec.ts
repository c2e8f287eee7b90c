import { describe, expect, it } from 'vitest';
import { DEVELOPMENT_SECRETS, WebhookSecrets, sign, signedHeaders, verify } from './index.js';

/** Published with the reference libraries of the specification: libraries/javascript/src/webhook.test.ts. */
const PUBLISHED = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: 1_614_265_330,
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const OTHER = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
const NOW_MS = PUBLISHED.timestamp * 1_000;
const MINUTE_MS = 60_000;

const message = { id: PUBLISHED.id, timestamp: PUBLISHED.timestamp, body: PUBLISHED.body };
const headers = signedHeaders([PUBLISHED.secret], message);
const verified = (changes: Record<string, string | undefined> = {}, body = PUBLISHED.body, nowMs = NOW_MS) =>
  verify([PUBLISHED.secret], { ...headers, ...changes }, body, nowMs);

describe('a signature of Standard Webhooks', () => {
  it('is the published one', () => {
    expect(sign([PUBLISHED.secret], message)).toBe(PUBLISHED.signature);
    expect(sign([PUBLISHED.secret], { ...message, body: Buffer.from(PUBLISHED.body) })).toBe(
      PUBLISHED.signature,
    );
    expect(verified()).toBe('valid');
  });

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('is missing without %s', (name) => {
    expect(verified({ [name]: undefined })).toBe('missing');
    expect(verify([PUBLISHED.secret], { ...headers, [name]: ['twice', 'there'] }, '', NOW_MS)).toBe(
      'missing',
    );
  });

  it.each(['hello', '', '-1', '1e9', '99999999999999999'])('is missing with the time "%s"', (time) => {
    expect(verified({ 'webhook-timestamp': time })).toBe('missing');
  });

  it('is stale five minutes away from its time, before or after', () => {
    const at = (minutes: number) => verified({}, PUBLISHED.body, NOW_MS + minutes * MINUTE_MS);
    expect([at(-5.1), at(-4.9), at(4.9), at(5.1)]).toEqual(['stale', 'valid', 'valid', 'stale']);
  });

  it('covers the body, the id and the time', () => {
    expect(verified({}, PUBLISHED.body.replace(' ', ''))).toBe('forged');
    expect(verified({ 'webhook-id': `${PUBLISHED.id}x` })).toBe('forged');
    expect(verified({ 'webhook-timestamp': String(PUBLISHED.timestamp + 1) })).toBe('forged');
  });

  it.each(['v1,', 'v1', '', PUBLISHED.signature.slice(0, 8), PUBLISHED.signature.replace('v1', 'v2')])(
    'is forged as "%s"',
    (signature) => {
      expect(verified({ 'webhook-signature': signature })).toBe('forged');
    },
  );

  it('is one of several, some of which may be of another version', () => {
    const wrong = 'v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=';
    const among = `${wrong} v1a,hnO3f9T8Ytu9HwrXslvumg== ${PUBLISHED.signature}`;
    expect(verified({ 'webhook-signature': among })).toBe('valid');
  });
});

describe('while a secret is rotated', () => {
  const both = signedHeaders([OTHER, PUBLISHED.secret], message);

  it('both sign, the first one first', () => {
    const [first, second] = (both['webhook-signature'] ?? '').split(' ');
    expect(first).toBe(sign([OTHER], message));
    expect(second).toBe(PUBLISHED.signature);
  });

  it('whoever knows either accepts it, and so does whoever accepts either', () => {
    for (const secrets of [[OTHER], [PUBLISHED.secret], [DEVELOPMENT_SECRETS, OTHER]]) {
      expect(verify(secrets, both, PUBLISHED.body, NOW_MS)).toBe('valid');
    }
    expect(verify([OTHER, PUBLISHED.secret], headers, PUBLISHED.body, NOW_MS)).toBe('valid');
    expect(verify([OTHER], headers, PUBLISHED.body, NOW_MS)).toBe('forged');
  });
});

describe('the list of secrets', () => {
  it('is separated by commas', () => {
    expect(WebhookSecrets.parse(`${OTHER}, ${PUBLISHED.secret}`)).toEqual([OTHER, PUBLISHED.secret]);
    expect(WebhookSecrets.parse(DEVELOPMENT_SECRETS)).toHaveLength(1);
  });

  it.each(['', 'secret', 'whsec_', 'whsec_c2hvcnQ=', `${OTHER},`, `${OTHER},${OTHER},${OTHER},${OTHER}`])(
    'is not "%s"',
    (list) => {
      expect(WebhookSecrets.safeParse(list).success).toBe(false);
    },
  );
});

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { freePorts } from '../../../deploy/local/servers/ports.mjs';
import { type BookingApp, bookingApp } from './support/booking-app.ts';
import { Sale, send } from './support/sale.ts';

let booking: BookingApp;
beforeAll(async () => {
  // nobody listens at two of three nodes
  const away = (await freePorts(2)).map((port) => `redis://127.0.0.1:${port}`);
  booking = await bookingApp({ redisUrls: [...inject('servers').redisUrls.slice(0, 1), ...away] });
});
afterAll(() => booking.close());

const DEGRADED = /^degraded_claims_total\{strategy="fenced"\} (\d+)$/m;
const degradedClaims = async (): Promise<number> =>
  Number(DEGRADED.exec(String((await send(booking.app, 'GET', '/metrics')).body))?.[1] ?? 0);

describe('without a majority of the Redis nodes', () => {
  it('fenced goes on without its lock: safe, and its answers say so', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'fenced', guard: false, workMs: 30 });
    const before = await degradedClaims();
    const buyers = Array.from({ length: 6 }, (_, n) => sale.claim(['A1'], `customer-${n}`, `key-${n}`));
    const answers = await Promise.all(buyers);
    expect(answers.filter(({ status }) => status === 201).length).toBeLessThanOrEqual(1);
    // who raised the fence last sells; the others come again with the same key
    const again = await Promise.all(answers.map((_, n) => sale.claim(['A1'], `customer-${n}`, `key-${n}`)));
    const settled = [...answers, ...again].flatMap(({ claim, problem }) => claim ?? problem ?? []);
    const won = settled.filter((answer) => 'claimId' in answer);
    expect(new Set(won.map(({ claimId }) => claimId)).size).toBe(1);
    const final = settled.filter((answer) => 'claimId' in answer || answer.code === 'seat-taken');
    expect(final.length).toBeGreaterThanOrEqual(6);
    expect(settled.every(({ degraded }) => degraded === 'lock')).toBe(true);
    expect((await degradedClaims()) - before).toBeGreaterThanOrEqual(6);
  });

  it('the stored answer still says so', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'fenced' });
    const first = await sale.claim(['A1'], 'customer', 'key');
    expect((await sale.claim(['A1'], 'customer', 'key')).claim).toEqual(first.claim);
    expect(first.claim?.degraded).toBe('lock');
  });

  it.each(['distributed', 'fenced-at-write', 'redlock-4', 'redlock-as-it-comes', 'redlock-universal'])(
    '%s refuses: nothing else protects the seat',
    async (strategy) => {
      const sale = await Sale.open(booking.app, { strategy });
      const { problem } = await sale.claim(['A1']);
      expect(problem).toMatchObject({ status: 503, code: 'no-quorum', retryable: true });
    },
  );
});

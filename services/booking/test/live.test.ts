import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ClaimState, type ClaimView } from '#contracts';
import { until } from '#deadlines';
import { ClaimTokens } from '../src/booking/claim-tokens.ts';
import { QueuedClaims } from '../src/booking/queued-claims.ts';
import { type BookingApp, appOn, bookingApp } from './support/booking-app.ts';
import { LiveClient, liveStreams, urlOf } from './support/live-client.ts';
import { Sale } from './support/sale.ts';

const HOLD = { strategy: 'conditional', holdSeconds: 300 };
const STREAMS_MOST = 500;
const SOON_MS = 10_000;
const LOOK_EVERY_MS = 20;

type Bearer = Pick<ClaimView, 'claimId' | 'claimToken'>;
type App = BookingApp['app'];

let booking: BookingApp;
let other: App;
let clients: LiveClient[] = [];
beforeAll(async () => {
  booking = await bookingApp();
  other = await appOn(booking.database.url, { replica: 'booking-other' });
  await Promise.all([booking.app, other].map((app) => app.listen(0, '127.0.0.1')));
});
afterEach(async () => {
  for (const client of clients) client.leave();
  clients = [];
  expect(await noStreams()).toBe(true);
});
afterAll(async () => {
  await other.close();
  await booking.close();
});

function follow(sale: Sale, claim: Bearer, { app = booking.app, lastEventId = '' } = {}): LiveClient {
  const url = urlOf(app, `/v1/events/${sale.eventId}/claims/${claim.claimId}/live`);
  const client = new LiveClient(url, claim.claimToken, ...(lastEventId === '' ? [] : [lastEventId]));
  clients.push(client);
  return client;
}

async function held(sale: Sale, seat: string): Promise<ClaimView> {
  const { claim } = await sale.claim([seat]);
  if (claim === undefined) throw new Error('not claimed');
  return claim;
}

/** Of all replicas, which share this process. */
const streams = (): Promise<number> => liveStreams(booking.app);
const noStreams = (): Promise<boolean> => until(SOON_MS, LOOK_EVERY_MS, async () => (await streams()) === 0);

const expireAll = (sale: Sale): Promise<unknown> =>
  booking.sql.query(
    `UPDATE booking.claims SET expires_at = clock_timestamp() WHERE event_id = $1 AND status = 'held'`,
    [sale.eventId],
  );

describe('a claim is told live', () => {
  it('from held to booked, at once and to its end, also where another replica confirms it', async () => {
    const sale = await Sale.open(booking.app, HOLD);
    const claim = await held(sale, 'A1');
    const live = [follow(sale, claim), follow(sale, claim, { app: other })];
    for (const client of live) expect(await client.statuses(1)).toEqual(['held']);
    await sale.asBearer('POST', claim, '/confirm');
    for (const client of live) {
      expect(await client.statuses(2)).toEqual(['held', 'booked']);
      expect(await client.endsCleanly()).toBe(true);
      expect(client.events.at(-1)).toMatchObject({ event: 'end', data: { status: 'booked' } });
      expect(ClaimState.parse(client.events[0]?.data)).toMatchObject({ expiresAt: claim.expiresAt });
    }
  });

  it('when its time is over, though nobody has ended it', async () => {
    const sale = await Sale.open(booking.app, HOLD);
    const live = follow(sale, await held(sale, 'A1'));
    await live.statuses(1);
    await expireAll(sale);
    expect(await live.statuses(2)).toEqual(['held', 'expired']);
    expect(await live.endsCleanly()).toBe(true);
  });

  it('when it is extended, and when it is given back', async () => {
    const sale = await Sale.open(booking.app, HOLD);
    const claim = await held(sale, 'A1');
    const live = follow(sale, claim);
    await live.statuses(1);
    await sale.asBearer('POST', claim, '/extend');
    expect(await live.statuses(2)).toEqual(['held', 'held']);
    await sale.asBearer('DELETE', claim);
    expect(await live.statuses(3)).toEqual(['held', 'held', 'released']);
    expect(await live.endsCleanly()).toBe(true);
  });

  it('from the queue to its decision', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'conditional' });
    const closed = 'UPDATE booking.events SET switching = $2, switching_since = now() WHERE event_id = $1';
    await booking.sql.query(closed, [sale.eventId, true]);
    const queued = await booking.app.get(QueuedClaims).enter({
      ...{ eventId: sale.eventId, customerId: 'customer-1', idempotencyKey: 'key-1' },
      labels: ['A1'],
    });
    if (queued.kind !== 'stored') throw new Error(queued.kind);
    const claimToken = booking.app.get(ClaimTokens).of(queued.claimId);
    const live = follow(sale, { claimId: queued.claimId, claimToken });
    expect(await live.statuses(1)).toEqual(['pending']);
    await booking.sql.query(closed, [sale.eventId, false]);
    expect(await live.statuses(2)).toEqual(['pending', 'booked']);
    expect(await live.endsCleanly()).toBe(true);
  });

  it('until late money for an expired hold is decided', async () => {
    const sale = await Sale.open(booking.app, HOLD);
    const claim = await held(sale, 'A1');
    await booking.sql.query(
      `INSERT INTO booking.payments (payment_id, event_id, claim_id, attempt, amount, currency, pay_url, ask_at)
       VALUES ('payment-1', $1, $2, 1, 6500, 'EUR', 'http://pay.test/1', 'infinity')`,
      [sale.eventId, claim.claimId],
    );
    const live = follow(sale, claim);
    await live.statuses(1);
    await expireAll(sale);
    expect(await live.statuses(2)).toEqual(['held', 'expired']);
    await booking.sql.query(
      `UPDATE booking.payments SET status = 'captured', captured = 6500, refund_due = true
       WHERE event_id = $1`,
      [sale.eventId],
    );
    expect(await live.statuses(3)).toEqual(['held', 'expired', 'expired']);
    expect(live.events.at(-1)).toMatchObject({ event: 'end' });
  });

  it('not again after a reconnect, to whichever replica, where nothing has changed', async () => {
    const sale = await Sale.open(booking.app, HOLD);
    const claim = await held(sale, 'A1');
    const first = follow(sale, claim);
    await first.statuses(1);
    first.leave();
    const lastEventId = first.events[0]?.id ?? '';
    const again = follow(sale, claim, { app: other, lastEventId });
    expect(await again.status()).toBe(200);
    await sale.asBearer('POST', claim, '/confirm');
    expect(await again.statuses(1)).toEqual(['booked']);
    await again.endsCleanly();
    const late = follow(sale, claim, { lastEventId: again.events[0]?.id ?? '' });
    expect(await late.endsCleanly()).toBe(true);
    expect(late.events.map(({ event }) => event)).toEqual(['end']);
  });

  it('to nobody but its bearer: to others there is no such claim', async () => {
    const sale = await Sale.open(booking.app, HOLD);
    const [one, two] = [await held(sale, 'A1'), await held(sale, 'A2')];
    for (const claimToken of [two.claimToken, 'forged']) {
      expect(await follow(sale, { claimId: one.claimId, claimToken }).status()).toBe(404);
    }
  });

  it('not to who only asks for headers', async () => {
    const sale = await Sale.open(booking.app, HOLD);
    const { claimId, claimToken } = await held(sale, 'A1');
    const url = urlOf(booking.app, `/v1/events/${sale.eventId}/claims/${claimId}/live`);
    await fetch(url, { method: 'HEAD', headers: { authorization: `Bearer ${claimToken}` } });
    expect(await noStreams()).toBe(true);
  });
});

describe('a replica', () => {
  it(`has ${STREAMS_MOST} streams and no more, and none once the clients are gone`, async () => {
    const sale = await Sale.open(booking.app, HOLD);
    const claim = await held(sale, 'A1');
    const live = Array.from({ length: STREAMS_MOST }, () => follow(sale, claim));
    for (const client of live) await client.statuses(1);
    expect(await streams()).toBe(STREAMS_MOST);
    const one = follow(sale, claim);
    expect(await one.status()).toBe(503);
    expect(await one.endsCleanly()).toBe(true);
    live[0]?.leave();
    await until(SOON_MS, LOOK_EVERY_MS, async () => (await streams()) < STREAMS_MOST);
    expect(await follow(sale, claim).statuses(1)).toEqual(['held']);
  });

  it('that stops ends its streams, and the client comes back to another one', async () => {
    const sale = await Sale.open(booking.app, HOLD);
    const claim = await held(sale, 'A1');
    const stopping = await appOn(booking.database.url, { replica: 'booking-stopping' });
    await stopping.listen(0, '127.0.0.1');
    const live = follow(sale, claim, { app: stopping });
    await live.statuses(1);
    await stopping.close();
    expect(await live.endsCleanly()).toBe(true);
    expect(live.events.map(({ event }) => event)).toEqual(['claim']);
    const again = follow(sale, claim, { lastEventId: live.events[0]?.id ?? '' });
    await sale.asBearer('POST', claim, '/confirm');
    expect(await again.statuses(1)).toEqual(['booked']);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventView, ISOLATIONS, LOCK_SCOPES, Problem } from '#contracts';
import { STRATEGIES } from '../src/claims/claims.module.ts';
import { type BookingApp, appOn, bookingApp } from './support/booking-app.ts';
import { Sale, send } from './support/sale.ts';

const ADMIN_TOKEN = 'a-token-of-at-least-32-characters';
const ADMIN = { authorization: `Bearer ${ADMIN_TOKEN}` };
let booking: BookingApp;
let production: BookingApp['app'];
beforeAll(async () => {
  booking = await bookingApp();
  production = await appOn(booking.database.url, { profile: 'production', adminToken: ADMIN_TOKEN });
});
afterAll(async () => {
  await production.close();
  await booking.close();
});

const sections = [{ name: 'Stalls', rows: ['A'], seatsPerRow: 1, price: 1 }];
const create = (app: BookingApp['app'], policy: object) =>
  send(app, 'POST', '/v1/events', { name: 'Test', sections, policy }, ADMIN);

describe.each(STRATEGIES)('$key', ({ key, isolations, lockScopes }) => {
  const pairs = ISOLATIONS.flatMap((isolation) => LOCK_SCOPES.map((lockScope) => ({ isolation, lockScope })));

  it.each(pairs)('$isolation, lock of the $lockScope', async ({ isolation, lockScope }) => {
    const policy = { strategy: key, isolation, lockScope };
    const { status, body } = await create(booking.app, policy);
    if (isolations.includes(isolation) && lockScopes.includes(lockScope)) {
      expect(status).toBe(201);
      expect(EventView.parse(body).policy).toMatchObject(policy);
      return;
    }
    const field = isolations.includes(isolation) ? 'lockScope' : 'isolation';
    const code = field === 'isolation' ? 'isolation-unsupported' : 'lock-scope-unsupported';
    expect(Problem.parse(body)).toMatchObject({ status: 422, code, errors: [{ field: `policy.${field}` }] });
    const sale = await Sale.open(booking.app);
    const { problem } = await sale.change(policy);
    expect(problem).toMatchObject({ status: 422, code, errors: [{ field }] });
  });

  it('named alone, brings its usual isolation and lock with it', async () => {
    const usual = { strategy: key, isolation: isolations[0], lockScope: lockScopes[0] };
    const { body } = await create(booking.app, { strategy: key });
    expect(EventView.parse(body).policy).toMatchObject(usual);
    const sale = await Sale.open(booking.app, { strategy: 'pessimistic', isolation: 'repeatable read' });
    expect((await sale.change({ strategy: key })).changed?.policy).toMatchObject(usual);
  });
});

it('a strategy that decides under one isolation only is checked when the other field changes later', async () => {
  const sale = await Sale.open(booking.app, { strategy: 'serializable' });
  expect((await sale.show()).policy.isolation).toBe('serializable');
  expect((await sale.change({ isolation: 'read committed' })).problem?.code).toBe('isolation-unsupported');
  expect((await sale.change({ workMs: 1 })).changed?.policy.isolation).toBe('serializable');
  expect((await sale.change({ strategy: 'conditional' })).changed?.policy.isolation).toBe('read committed');
});

describe('in production', () => {
  const labOnly = STRATEGIES.filter((strategy) => strategy.labOnly).map(({ key }) => ({ strategy: key }));

  it.each([
    ...labOnly.map((policy) => ({ policy, code: 'lab-only' })),
    { policy: { strategy: 'conditional', limitRule: 'count' }, code: 'lab-only' },
    { policy: { strategy: 'conditional', limitRule: 'count-under-lock' }, code: 'lab-only' },
    { policy: { strategy: 'conditional', guard: false }, code: 'guard-required' },
  ])('$policy is refused: $code', async ({ policy, code }) => {
    const { body } = await create(production, policy);
    expect(Problem.parse(body)).toMatchObject({ status: 422, code });
    const sale = (await Sale.open(booking.app, { strategy: 'pessimistic' })).at(production, ADMIN);
    expect((await sale.change(policy)).problem).toMatchObject({ status: 422, code });
    expect((await sale.show()).policyVersion).toBe(1);
  });

  it('there is something to refuse, and the lab takes all of it', async () => {
    expect(labOnly.length).toBeGreaterThan(0);
    for (const policy of [...labOnly, { limitRule: 'count' }, { guard: false }]) {
      expect((await create(booking.app, policy)).status).toBe(201);
    }
  });

  it('a sale from the lab cannot change in any way but to one that production takes', async () => {
    const sale = (await Sale.open(booking.app, { guard: false })).at(production, ADMIN);
    expect((await sale.change({ workMs: 1 })).problem?.code).toBe('guard-required');
    expect((await sale.change({ guard: true })).changed?.policy.guard).toBe(true);
  });
});

import { describe, expect, test } from 'vitest';
import { HELD, NEW, OLD, OTHER, PAID, client, complaints, plantPaidSale } from './planted-payments.js';

plantPaidSale();

describe('seats and claims', () => {
  const CLAIM = 'UPDATE booking.claims SET';
  const SEAT = 'UPDATE booking.seats SET';

  test.each([
    ['claim-over', `${CLAIM} status = 'expired' WHERE claim_id = '${HELD}'`, 'A2'],
    ['claim-over', `DELETE FROM booking.claims WHERE claim_id = '${HELD}'`, 'A2'],
    ['seat-free', `${SEAT} status = 'available', claim_id = NULL, expires_at = NULL WHERE seat_id = 2`, 'A2'],
    ['other-status', `${CLAIM} status = 'booked' WHERE claim_id = '${HELD}'`, 'A2'],
    ['other-expiry', `${CLAIM} expires_at = expires_at + interval '1 ms' WHERE claim_id = '${HELD}'`, 'A2'],
    ['no-live-claim', `${SEAT} status = 'booked', claim_id = '${HELD}' WHERE seat_id = 3`, 'A3'],
    ['no-live-claim', `UPDATE booking.claim_seats SET live = false WHERE seat_id = 2`, 'A2'],
  ])('%s', async (why, fault, label) => {
    await client.query(fault);
    expect((await complaints())['claims']).toMatchObject([{ label, why }]);
  });

  test('a seat that belongs to another claim, unless there was no guard', async () => {
    await client.query(`${SEAT} claim_id = '${HELD}' WHERE seat_id = 1`);
    await client.query(`UPDATE booking.claim_seats SET guarded = false`);
    await client.query(`INSERT INTO booking.claim_seats (event_id, claim_id, seat_id, guarded)
      VALUES ('e1', '${HELD}', 1, false)`);
    expect((await complaints())['claims']).toMatchObject([
      { label: 'A1', claimId: HELD, why: 'other-status' },
    ]);
    await client.query(`${CLAIM} status = 'booked' WHERE claim_id = '${HELD}'`);
    await client.query(`${SEAT} status = 'booked', expires_at = NULL WHERE seat_id = 2`);
    expect((await complaints())['claims']).toBeUndefined();
    await client.query(`UPDATE booking.claim_seats SET guarded = true WHERE claim_id = '${PAID}'`);
    expect((await complaints())['claims']).toMatchObject([{ claimId: PAID, why: 'seat-of-another' }]);
  });

  test('a customer who is counted otherwise than he has, where a counter is the limit', async () => {
    await client.query(`UPDATE booking.customers SET live = 2 WHERE customer_id = 'ada'`);
    await client.query(`DELETE FROM booking.customers WHERE customer_id = 'bob'`);
    const counted = [
      { customer: 'ada', counted: 2, liveSeats: 1 },
      { customer: 'bob', counted: 0, liveSeats: 1 },
    ];
    expect((await complaints())['customers']).toMatchObject(counted);
    await client.query(`UPDATE booking.events SET policy = '{"maxPerCustomer": 4, "limitRule": "count"}'`);
    expect(await complaints()).toEqual({});
  });
});

describe('overdue', () => {
  const DUE = `UPDATE booking.payments SET refund_due = true`;

  test('a captured payment that nobody has decided, known to booking or not', async () => {
    await client.query(
      `UPDATE booking.payments SET status = 'open', captured = 0 WHERE payment_id = 'pay_1'`,
    );
    const overdue = [{ what: 'payment', claimId: PAID, paymentId: 'pay_1', seconds: 40 }];
    expect((await complaints())['overdue']).toMatchObject(overdue);
    await client.query(`DELETE FROM booking.payments WHERE payment_id = 'pay_1'`);
    expect((await complaints())['overdue']).toMatchObject(overdue);
  });

  test('a refund, since the payment came in vain or the booking was ended', async () => {
    await client.query(`${DUE} WHERE payment_id = 'pay_1'`);
    expect((await complaints())['overdue']).toMatchObject([
      { what: 'refund', paymentId: 'pay_1', seconds: 40 },
    ]);
    await client.query(`UPDATE booking.ledger SET written_at = ${NEW} WHERE claim_id = '${PAID}'`);
    expect((await complaints())['overdue']).toBeUndefined();
  });

  test('a hold, by more than the sweeper needs, and while the policy is not being changed', async () => {
    const until = (seconds: number): string =>
      `UPDATE booking.claims SET expires_at = now() - interval '${seconds} s' WHERE claim_id = '${HELD}'`;
    await client.query(until(30));
    expect((await complaints())['overdue']).toBeUndefined();
    await client.query(until(40));
    expect((await complaints())['overdue']).toMatchObject([{ what: 'hold', claimId: HELD, seconds: 40 }]);
    await client.query('UPDATE booking.events SET switching = true');
    expect((await complaints())['overdue']).toBeUndefined();
  });

  test('a queued claim that nobody decides', async () => {
    const queue = (since: string): string => `INSERT INTO booking.claims (event_id, claim_id, customer_id,
        idempotency_key, fingerprint, status, answer, strategy, policy_version, replica, decided_at, wanted, due_at)
      VALUES ('e1', '${OTHER}', 'eve', 'k', '', 'pending', 'null', 'none', 1, 'booking-1', ${since}, '{}', now())`;
    await client.query(queue(NEW));
    expect(await complaints()).toEqual({});
    await client.query(`DELETE FROM booking.claims WHERE claim_id = '${OTHER}'`);
    await client.query(queue(OLD));
    expect((await complaints())['overdue']).toMatchObject([{ what: 'pending', claimId: OTHER, seconds: 40 }]);
  });
});

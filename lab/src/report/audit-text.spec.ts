import { expect, test } from 'vitest';
import type { AuditReport } from '../audit/audit.js';
import { auditText } from './audit-text.js';

const counts = { capacity: 20, available: 0, held: 0, booked: 20, live_seats: 20 };
const nothing = { total: 0, first: [] };
const agreeing: AuditReport = {
  agrees: true,
  rows: { ledger: 21, events: 1, unsent: 0, unmarked: 3, lacking: 0 },
  foreign: 0,
  deadLetters: 0,
  counts: { total: 0, first: [] },
  seats: { total: 0, first: [] },
  life: { claims: nothing, customers: nothing, overdue: nothing },
  money: { total: [], claims: nothing, payments: nothing },
};

test('agreement is said in three lines, and one more for each currency', () => {
  const agreed = `  Ledger and inventory agree.
  21 ledger rows of 1 events: 0 not sent, 3 sent and not marked applied, 0 that inventory lacks.
  Claims and money agree.`;
  expect(auditText(agreeing)).toBe(agreed);
  const total = [{ currency: 'EUR', captured: 200, refunded: 100, owed: 50, inFlight: 1 }];
  expect(auditText({ ...agreeing, money: { ...agreeing.money, total } })).toBe(`${agreed}
  EUR, in minor units: 200 captured, 100 given back, 50 for what is booked; 1 in flight.`);
});

test('every disagreement is named, with what to type', () => {
  const section = { eventId: 'e1', section: 'Stalls', ledger: counts };
  const differing = {
    ...{
      total: 3,
      first: [
        { ...section, inventory: { ...counts, booked: 19 } },
        { ...section, inventory: null },
      ],
    },
  };
  const seat = { eventId: 'e1', label: 'A1', status: 'held', version: 1 };
  const text = auditText({
    ...agreeing,
    ...{
      agrees: false,
      rows: { ...agreeing.rows, lacking: 1 },
      foreign: 2,
      deadLetters: 4,
      counts: differing,
    },
    seats: {
      total: 1,
      first: [{ ...seat, ledgerStatus: 'booked', ledgerVersion: 2, ledgerLive: 1, liveClaims: 0 }],
    },
  });
  expect(text.split('\n').map((line) => line.trim())).toEqual([
    'Ledger and inventory do not agree.',
    '21 ledger rows of 1 events: 0 not sent, 3 sent and not marked applied, 1 that inventory lacks.',
    'Rows applied by inventory that are in no ledger: 2',
    'Messages in the dead letters: 4',
    'Sections with other counts: 3',
    'event e1, Stalls: booked 19, the ledger says 20',
    'event e1, Stalls: inventory does not have it',
    '… and 1 more',
    'Seats that are not what ledger and claims say: 1',
    'event e1, A1: held, version 1, 0 live claims; the ledger says booked, version 2, 1 live claims',
    'To send again what inventory lacks, type: npm run audit -- --repair',
    'Claims and money agree.',
  ]);
});

test('money and claims that do not agree are named as well', () => {
  const paid = { eventId: 'e1', claimId: 'c1', paymentId: 'pay_1' };
  const seat = { eventId: 'e1', label: 'A1', seatStatus: 'held', seatClaimId: 'c2', claimId: 'c1' };
  const text = auditText({
    ...agreeing,
    agrees: false,
    life: {
      claims: { total: 1, first: [{ ...seat, claimStatus: 'booked', why: 'seat-of-another' }] },
      customers: { total: 1, first: [{ eventId: 'e1', customer: 'ada', counted: 2, liveSeats: 1 }] },
      overdue: {
        total: 2,
        first: [
          { ...paid, what: 'refund', seconds: 42 },
          { ...paid, what: 'hold', paymentId: null, seconds: 50 },
        ],
      },
    },
    money: {
      total: [],
      claims: { total: 1, first: [{ ...paid, customer: null, currency: 'EUR', paid: 100, owed: 0 }] },
      payments: {
        total: 1,
        first: [{ ...paid, provider: { status: 'captured', captured: 100, refunded: 0 }, booking: null }],
      },
    },
  });
  expect(text.split('\n').map((line) => line.trim())).toEqual([
    'Ledger and inventory agree.',
    expect.any(String),
    'Claims and money do not agree.',
    'Claims that were paid for otherwise than booked: 1',
    'event e1, claim c1 of nobody: 100 EUR paid, 0 for what is booked',
    'Payments that booking knows otherwise than the provider: 1',
    'pay_1: captured, 100 captured, 0 given back, booking says there is none',
    'Seats and claims that contradict each other: 1',
    'event e1, A1: a live seat of claim c1, and held by c2',
    'Customers with another count than live seats: 1',
    'event e1, ada: counted 2, 1 live seats',
    'Overdue: 2',
    'event e1, claim c1: pay_1 to be refunded for 42 s',
    'event e1, claim c1: held after its time for 50 s',
  ]);
});

import { expect, test } from 'vitest';
import type { AuditReport } from '../audit/audit.js';
import { auditText } from './audit-text.js';

const counts = { capacity: 20, available: 0, held: 0, booked: 20, live_seats: 20 };
const agreeing: AuditReport = {
  agrees: true,
  rows: { ledger: 21, events: 1, unsent: 0, unmarked: 3, lacking: 0 },
  foreign: 0,
  deadLetters: 0,
  counts: { total: 0, first: [] },
  seats: { total: 0, first: [] },
};

test('agreement is said in two lines', () => {
  expect(auditText(agreeing)).toBe(`  Ledger and inventory agree.
  21 ledger rows of 1 events: 0 not sent, 3 sent and not marked applied, 0 that inventory lacks.`);
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
  ]);
});

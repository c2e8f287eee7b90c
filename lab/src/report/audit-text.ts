import {
  type AuditReport,
  type CountsDifference,
  type SeatDifference,
  type SectionCounts,
  inventoryAgrees,
  moneyAgrees,
} from '../audit/audit.js';
import type { Differences } from '../audit/snapshot.js';
import { claimLine, currencyLine, customerLine, moneyLine, overdueLine, paymentLine } from './money-lines.js';
import { paint } from './paint.js';

const NAMES = ['capacity', 'available', 'held', 'booked', 'live_seats'] as const;

export function auditText(report: AuditReport): string {
  const lines = [...inventoryLines(report), ...moneyLines(report)];
  return lines.map((line) => `  ${line}`).join('\n');
}

function inventoryLines(report: AuditReport): string[] {
  const { rows } = report;
  const lines = [
    verdictLine('Ledger and inventory', inventoryAgrees(report)),
    `${rows.ledger} ledger rows of ${rows.events} events: ${rows.unsent} not sent, ` +
      `${rows.unmarked} sent and not marked applied, ${rows.lacking} that inventory lacks.`,
  ];
  if (report.foreign > 0) lines.push(`Rows applied by inventory that are in no ledger: ${report.foreign}`);
  if (report.deadLetters > 0) lines.push(`Messages in the dead letters: ${report.deadLetters}`);
  lines.push(...named('Sections with other counts', report.counts, countsLine));
  lines.push(...named('Seats that are not what ledger and claims say', report.seats, seatLine));
  if (rows.lacking > 0) lines.push('To send again what inventory lacks, type: npm run audit -- --repair');
  return lines;
}

function moneyLines(report: AuditReport): string[] {
  const { life, money } = report;
  return [
    verdictLine('Claims and money', moneyAgrees(report)),
    ...money.total.map(currencyLine),
    ...named('Claims that were paid for otherwise than booked', money.claims, moneyLine),
    ...named('Payments that booking knows otherwise than the provider', money.payments, paymentLine),
    ...named('Seats and claims that contradict each other', life.claims, claimLine),
    ...named('Customers with another count than live seats', life.customers, customerLine),
    ...named('Overdue', life.overdue, overdueLine),
  ];
}

const verdictLine = (what: string, agree: boolean): string =>
  agree ? paint('green', `${what} agree.`) : paint('red', `${what} do not agree.`);

function named<One>(what: string, { total, first }: Differences<One>, line: (one: One) => string): string[] {
  if (total === 0) return [];
  const more = total > first.length ? [`  … and ${total - first.length} more`] : [];
  return [`${what}: ${total}`, ...first.map((one) => `  ${line(one)}`), ...more];
}

const countsLine = (one: CountsDifference): string => {
  const where = `event ${one.eventId}, ${one.section}`;
  if (one.inventory === null) return `${where}: inventory does not have it`;
  if (one.ledger === null) return `${where}: the ledger does not have it`;
  return `${where}: ${countsDiffering(one.ledger, one.inventory)}`;
};

const countsDiffering = (ledger: SectionCounts, inventory: SectionCounts): string =>
  NAMES.filter((name) => ledger[name] !== inventory[name])
    .map((name) => `${name} ${inventory[name]}, the ledger says ${ledger[name]}`)
    .join('; ');

const seatLine = (seat: SeatDifference): string =>
  `event ${seat.eventId}, ${seat.label}: ${seat.status}, version ${seat.version}, ` +
  `${seat.liveClaims} live claims; ` +
  `the ledger says ${seat.ledgerStatus}, version ${seat.ledgerVersion}, ${seat.ledgerLive} live claims`;

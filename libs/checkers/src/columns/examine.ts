import { matchAnswers } from './answers.js';
import type { Breach, Columns, Report } from './columns.js';
import { NONE } from './columns.js';
import { keepsRealTime } from './real-time.js';
import { replay } from './replay.js';
import { seatOrder } from './seat-order.js';
import { sums } from './sums.js';

/** Every rule about seats, in time and memory linear in operations and rows. */
export function examine(columns: Columns): Breach[] {
  const breaches: Breach[] = [];
  const report: Report = (rule, about) => {
    breaches.push({ row: NONE, told: NONE, against: NONE, ...about, rule });
  };
  const order = seatOrder(columns.rows, columns.seats, report);
  replay(columns, order, report);
  const times = matchAnswers(columns, order, report);
  keepsRealTime(columns, order, times, report);
  sums(columns, report);
  return breaches;
}

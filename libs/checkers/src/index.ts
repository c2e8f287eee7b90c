export type {
  Answer,
  Checker,
  ClaimRow,
  ClaimSeatRow,
  Counts,
  Evidence,
  Finding,
  InventoryCounts,
  LedgerRow,
  Operation,
  SeatStatus,
  SeenFault,
  Verdict,
} from './evidence.js';
export { finding, requestOf } from './evidence.js';
export { checkers } from './checkers.js';
export { differences, foldBySection } from './counts-agree.js';
export { liveByCustomer } from './customer-limit-kept.js';
export { resolveAll } from './resolution.js';
export { rowsBySeat } from './seat-rows.js';
export { verdictOf } from './verdict.js';

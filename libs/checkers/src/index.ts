export type {
  Answer,
  ChangeAnswer,
  ClaimRow,
  ClaimSeatRow,
  Counts,
  AppliedRow,
  Evidence,
  FenceRead,
  InventoryCounts,
  LedgerRow,
  Leftover,
  Operation,
  PaymentRow,
  SeatAtEnd,
  SeatStatus,
  SeenFault,
} from './evidence.js';
export type { Checker, Finding, Verdict } from './finding.js';
export { finding } from './finding.js';
export { requestOf } from './evidence.js';
export { checkers } from './checkers.js';
export { differences, foldBySection } from './counts-agree.js';
export { liveByCustomer } from './customer-limit-kept.js';
export { resolveAll } from './resolution.js';
export { rowsBySeat } from './seat-rows.js';
export { verdictOf } from './verdict.js';

export * from './sale-policy.js';
export * from './events.js';
export * from './claims.js';
export * from './inventory.js';
export * from './ledger-message.js';
export * from './problem.js';
export * from './cluster.js';
export * from './failpoints.js';

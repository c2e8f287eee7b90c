export { DEADLINES_MS, assertDeadlines } from './deadlines.js';
export { within } from './within.js';
export { pause, until } from './until.js';

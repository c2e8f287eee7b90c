export { createLogger } from './logger.js';
export { metrics } from './metrics.js';

export { createLogger } from './logger.js';
export { metrics } from './metrics.js';
export { MetricsController } from './metrics.controller.js';

import { ConsoleLogger } from '@nestjs/common';

/** One JSON object a line on stdout; nothing per request: nginx has that log, and it would cost more than a claim. */
export const createLogger = (service: string): ConsoleLogger =>
  new ConsoleLogger({ json: true, logLevels: ['fatal', 'error', 'warn', 'log'], prefix: service });

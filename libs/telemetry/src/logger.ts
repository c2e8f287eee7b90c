import { ConsoleLogger } from '@nestjs/common';

/** What Nest tells of its own start: some forty lines for every replica. */
const NEST_START = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory']);

class ServiceLogger extends ConsoleLogger {
  override log(message: unknown, ...more: unknown[]): void {
    if (!NEST_START.has(String(more.at(-1)))) super.log(message, ...more);
  }
}

/** One JSON object a line on stdout; nothing per request: nginx has that log, and it would cost more than a claim. */
export const createLogger = (service: string): ConsoleLogger =>
  new ServiceLogger({ json: true, logLevels: ['fatal', 'error', 'warn', 'log'], prefix: service });

import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { assertDeadlines } from '#deadlines';
import { createLogger } from '#telemetry';
import { AppModule } from './app.module.js';
import { BOOKING_CONFIG, type BookingConfig } from './config.js';
import { Draining } from './http/draining.js';
import { serveOpenApi } from './http/openapi.js';
import { HTTP_OPTIONS, sayWhoAnswers } from './http/server.js';

/** nginx's read deadline, the drain window and the pools' ends all fit into it. */
const SHUTDOWN_MS = 15_000;

assertDeadlines();
const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(HTTP_OPTIONS), {
  logger: createLogger('booking'),
});
const config = app.get<BookingConfig>(BOOKING_CONFIG);
sayWhoAnswers(app, config.replica, app.get(Draining));
serveOpenApi(app);
app.enableShutdownHooks([], { useProcessExit: true });
exitInTheEnd();
await app.listen(config.port, config.host);

/** A stop that hangs ends by force: after a while, or at the second signal. kill -9 must be as safe as any stop. */
function exitInTheEnd(): void {
  let signals = 0;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      signals += 1;
      if (signals > 1) process.exit(1);
      setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
    });
  }
}

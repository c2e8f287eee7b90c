import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { assertDeadlines } from '#deadlines';
import { endByForce } from '#shutdown';
import { createLogger } from '#telemetry';
import { AppModule } from './app.module.js';
import { BOOKING_CONFIG, type BookingConfig } from './config.js';
import { Draining } from './http/draining.js';
import { serveOpenApi } from './http/openapi.js';
import { HTTP_OPTIONS, sayWhoAnswers } from './http/server.js';

assertDeadlines();
const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(HTTP_OPTIONS), {
  logger: createLogger('booking'),
  rawBody: true,
});
const config = app.get<BookingConfig>(BOOKING_CONFIG);
sayWhoAnswers(app, config.replica, app.get(Draining));
serveOpenApi(app);
app.enableShutdownHooks([], { useProcessExit: true });
endByForce();
await app.listen(config.port, config.host);

import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { assertDeadlines } from '#deadlines';
import { endByForce } from '#shutdown';
import { createLogger } from '#telemetry';
import { AppModule } from './app.module.js';
import { PAYMENTS_CONFIG, type PaymentsConfig } from './config.js';
import { serveOpenApi } from './http/openapi.js';
import { HTTP_OPTIONS } from './http/server.js';

assertDeadlines();
const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(HTTP_OPTIONS), {
  logger: createLogger('payments'),
});
const config = app.get<PaymentsConfig>(PAYMENTS_CONFIG);
serveOpenApi(app);
app.enableShutdownHooks([], { useProcessExit: true });
endByForce();
await app.listen(config.port, config.host);

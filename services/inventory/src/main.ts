import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { assertDeadlines } from '#deadlines';
import { JetStreamTransport } from '#messaging';
import { endByForce } from '#shutdown';
import { createLogger } from '#telemetry';
import { AppModule } from './app.module.js';
import { INVENTORY_CONFIG, type InventoryConfig } from './config.js';
import { serveOpenApi } from './http/openapi.js';

/**
 * Longer than nginx keeps an idle connection to us (30 s), so that it is never we who close under its
 * request.
 */
const KEEP_ALIVE_MS = 75_000;

assertDeadlines();
const adapter = new FastifyAdapter({ keepAliveTimeout: KEEP_ALIVE_MS, trustProxy: true });
const app = await NestFactory.create<NestFastifyApplication>(AppModule, adapter, {
  logger: createLogger('inventory'),
});
const config = app.get<InventoryConfig>(INVENTORY_CONFIG);
serveOpenApi(app);
// its own pipes and filters: those of HTTP would answer a message with a page
app.connectMicroservice({ strategy: app.get(JetStreamTransport) }, { inheritAppConfig: false });
app.enableShutdownHooks([], { useProcessExit: true });
endByForce();
await app.startAllMicroservices();
await app.listen(config.port, config.host);

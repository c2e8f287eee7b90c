import { Server } from 'node:net';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnModuleDestroy,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { DEADLINES_MS, pause, within } from '#deadlines';
import { BOOKING_CONFIG, type BookingConfig } from '../config.js';

/**
 * A stopping replica refuses new connections from the signal on: the proxy then asks another replica, which costs the
 * request nothing. Connections that are open are served, and each answer asks to close. Going on to accept until the
 * name service has forgotten us does not work in Compose: it forgets a container only after its end, and what waits
 * in the accept queue then is reset (measured while scaling down: up to 21 lost answers, against 0 or 1).
 */
@Injectable()
export class Draining implements OnModuleDestroy, BeforeApplicationShutdown {
  readonly #log = new Logger(Draining.name);
  #allClosed: Promise<true> = Promise.resolve(true);
  active = false;

  constructor(
    @Inject(BOOKING_CONFIG) private readonly config: BookingConfig,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost<FastifyAdapter>,
  ) {}

  onModuleDestroy(): void {
    this.active = true;
    // of net: http's own close would also cut connections that idle between two requests
    this.#allClosed = new Promise((resolve) => {
      Server.prototype.close.call(this.host.httpAdapter.getHttpServer(), () => resolve(true));
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#log.log(`draining for ${this.config.drainMs} ms`);
    await pause(this.config.drainMs);
    this.host.httpAdapter.getHttpServer().closeIdleConnections();
    await within(this.#allClosed, DEADLINES_MS.proxyRead);
  }
}

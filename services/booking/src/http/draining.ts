import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnModuleDestroy,
} from '@nestjs/common';
import { pause } from '#deadlines';
import { BOOKING_CONFIG, type BookingConfig } from '../config.js';

/** From the signal on: every answer says `Connection: close`, and for a while new connections are still served. */
@Injectable()
export class Draining implements OnModuleDestroy, BeforeApplicationShutdown {
  readonly #log = new Logger(Draining.name);
  active = false;

  constructor(@Inject(BOOKING_CONFIG) private readonly config: BookingConfig) {}

  onModuleDestroy(): void {
    this.active = true;
  }

  /** nginx knows nothing of readiness: where it asks a name service for replicas, it needs a while to forget one. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#log.log(`draining for ${this.config.drainMs} ms`);
    await pause(this.config.drainMs);
  }
}

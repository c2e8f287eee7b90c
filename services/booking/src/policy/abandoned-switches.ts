import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Database } from '#postgres';
import { SWITCH_DATABASE, whileAlone } from './switch-session.js';
import { IS_ABANDONED, REOPEN_ABANDONED } from './switch-statements.js';

/** Longer than any switch takes: 4 s for old claims to end, 2.4 s for the row of the event. */
const ABANDONED_AFTER_MS = 7_000;
const TRY_EVERY_MS = 1_000;
const REMEMBERED_TRIES_MOST = 1_000;

/**
 * Opens a sale that was left closed by a switch whose process died or whose caller gave up: under the old policy and
 * its version, which are still in the row, so that nobody has to be waited for.
 */
@Injectable()
export class AbandonedSwitches {
  readonly #log = new Logger(AbandonedSwitches.name);
  readonly #triedAt = new Map<string, number>();

  constructor(@Inject(SWITCH_DATABASE) private readonly database: Database) {}

  /** Returns at once: the claim that met the closed sale does not wait for this. */
  reopen(eventId: string): void {
    const now = performance.now();
    if (now - (this.#triedAt.get(eventId) ?? -Infinity) < TRY_EVERY_MS) return;
    if (this.#triedAt.size >= REMEMBERED_TRIES_MOST) this.#triedAt.clear();
    this.#triedAt.set(eventId, now);
    this.#reopen(eventId).catch((error: unknown) => {
      this.#log.warn(
        `sale ${eventId} stays closed: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
  }

  async #reopen(eventId: string): Promise<void> {
    const values = [eventId, ABANDONED_AFTER_MS];
    const [abandoned] = await this.database.query(IS_ABANDONED, values);
    if (abandoned === undefined) return;
    const reopened = await whileAlone(this.database, eventId, (session) =>
      session.query(REOPEN_ABANDONED, values),
    );
    if (reopened?.length === 1) {
      this.#log.warn(
        `sale ${eventId} was left closed by a policy switch that ended halfway, and is open again`,
      );
    }
  }
}

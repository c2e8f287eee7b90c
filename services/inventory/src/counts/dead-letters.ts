import { Injectable, Logger } from '@nestjs/common';
import type { DeadLetter } from '#messaging';
import { Database, type Statement } from '#postgres';

const BURY: Statement = {
  name: 'bury-dead-letter',
  text: 'INSERT INTO inventory.dead_letters (subject, stream_seq, payload, reason) VALUES ($1, $2, $3, $4)',
};

/** Keeps what no consumer can ever read; the audit reports it. */
@Injectable()
export class DeadLetters {
  readonly #log = new Logger(DeadLetters.name);

  constructor(private readonly database: Database) {}

  async bury({ subject, sequence, payload, reason }: DeadLetter): Promise<void> {
    await this.database.query(BURY, [subject, sequence, payload, reason]);
    this.#log.error(`message ${sequence} of ${subject} is a dead letter: ${reason}`);
  }
}

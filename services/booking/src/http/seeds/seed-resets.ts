import { Injectable } from '@nestjs/common';
import { ProblemError } from '#errors';
import { EventReset } from '../../policy/event-reset.js';
import { switchProblem } from '../event-problems.js';

/** Puts a seeded event, or any other of the lab, back to where it began. */
@Injectable()
export class SeedResets {
  constructor(private readonly resets: EventReset) {}

  /** Throws a problem when it could not be done. */
  async reset(eventId: string): Promise<void> {
    const done = await this.resets.reset(eventId);
    if (done.kind === 'reset') return;
    if (done.kind !== 'unfinished') throw switchProblem(eventId, done);
    const detail = `${done.ended} claims were ended, and there are more. The sale is open. Repeat to go on.`;
    throw new ProblemError('policy-switching', detail);
  }
}

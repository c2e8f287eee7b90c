import { z } from 'zod';
import type { Questions } from '../questions.js';
import type { Link } from './cluster.js';

const LinkView = z.object({ droppedBytes: z.int(), refused: z.int() });

/** A link, asked of the process that has them all. */
export class StackLink implements Link {
  constructor(
    private readonly questions: Questions,
    readonly replica: string,
    readonly to: Link['to'],
  ) {}

  async cut(how: 'silence' | 'refuse'): Promise<void> {
    await this.#change({ cut: how });
  }

  async delay(ms: number): Promise<void> {
    await this.#change({ latencyMs: ms });
  }

  async restore(): Promise<void> {
    await this.#change({ cut: null, latencyMs: 0 });
  }

  async dropped(): Promise<number> {
    const { droppedBytes, refused } = await this.questions.ask('GET', this.#path, LinkView);
    return droppedBytes + refused;
  }

  async #change(change: object): Promise<void> {
    await this.questions.ask('PUT', this.#path, LinkView, change);
  }

  get #path(): string {
    return `/links/${this.replica}/${this.to}`;
  }
}

import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Msg, Subscription } from '@nats-io/transport-node';
import { decodeJson, encodeJson } from './json.js';
import type { MessagingLink } from './messaging-link.js';

const ANSWERS_MOST = 1_000;

interface Responder {
  readonly subject: string;
  readonly answer: (question: unknown) => unknown;
  subscription?: Subscription;
}

/**
 * Questions to everybody, over core NATS: who is there answers, nothing is stored, and no answer is no error.
 */
export class Questions implements OnApplicationShutdown {
  readonly #log = new Logger(Questions.name);
  readonly #responders: Responder[] = [];
  readonly #stopListening: () => void;

  constructor(private readonly link: MessagingLink) {
    this.#stopListening = link.onChange((connected) => {
      if (connected) for (const responder of this.#responders) this.#subscribe(responder);
    });
  }

  /**
   * Every answer that came within the time; fewer than `enough` make it wait to the end. None without NATS.
   */
  async ask(subject: string, question: unknown, waitMs: number, enough = ANSWERS_MOST): Promise<unknown[]> {
    if (!this.link.connected) return [];
    const answers: unknown[] = [];
    try {
      const messages = await this.link.connection().requestMany(subject, encodeJson(question), {
        strategy: 'count',
        maxWait: waitMs,
        maxMessages: enough,
      });
      for await (const message of messages) answers.push(decodeJson(message.data));
    } catch (error) {
      // nobody there, or NATS lost while waiting: what was said until then is the answer
      this.#log.debug(`${subject}: ${error instanceof Error ? error.message : String(error)}`);
    }
    return answers;
  }

  /** From now on, and after every reconnect, answers what is asked on a subject. */
  answer(subject: string, answer: (question: unknown) => unknown): void {
    const responder: Responder = { subject, answer };
    this.#responders.push(responder);
    if (this.link.connected) this.#subscribe(responder);
  }

  onApplicationShutdown(): void {
    this.#stopListening();
    for (const responder of this.#responders) responder.subscription?.unsubscribe();
  }

  /** The client itself renews a subscription at a reconnect. */
  #subscribe(responder: Responder): void {
    if (responder.subscription !== undefined && !responder.subscription.isClosed()) return;
    responder.subscription = this.link.connection().subscribe(responder.subject, {
      callback: (error, message) => {
        if (error === null) void this.#respond(responder, message);
        else this.#log.error(`${responder.subject}: ${error.message}`);
      },
    });
  }

  async #respond(responder: Responder, message: Msg): Promise<void> {
    try {
      message.respond(encodeJson(await responder.answer(decodeJson(message.data))));
    } catch (error) {
      this.#log.error(
        `${responder.subject}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
  }
}

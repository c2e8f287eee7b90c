import { hostname } from 'node:os';
import { Inject, Injectable } from '@nestjs/common';
import {
  ListReplicas,
  POLICY_CHANGED_SUBJECT,
  PolicyChangedMessage,
  REPLICAS_SUBJECT,
  type ReplicaList,
  ReplicaView,
} from '#contracts';
import { MessagingLink, Questions } from '#messaging';
import { BOOKING_CONFIG, type BookingConfig } from '../config.js';
import { Sales } from '../policy/sales.js';

/** Long enough for a busy replica on this network, short enough for a person who waits. */
const ROLL_CALL_MS = 250;
/** In a container a replica listens on every address, and is reached by its host's name. */
const EVERYWHERE = '0.0.0.0';

/** What replicas ask each other over NATS: who is there, and have you heard of the new policy. */
@Injectable()
export class Replicas {
  readonly #self: Omit<ReplicaView, 'policies'>;

  constructor(
    private readonly questions: Questions,
    private readonly link: MessagingLink,
    private readonly sales: Sales,
    @Inject(BOOKING_CONFIG) config: BookingConfig,
  ) {
    this.#self = {
      name: config.replica,
      pid: process.pid,
      url: `http://${config.host === EVERYWHERE ? hostname() : config.host}:${config.port}`,
      startedAt: new Date().toISOString(),
    };
    questions.answer(REPLICAS_SUBJECT, (question) => this.#view(ListReplicas.parse(question)));
    questions.answer(POLICY_CHANGED_SUBJECT, (question) => this.#renew(question));
  }

  async list(asked: ListReplicas): Promise<ReplicaList> {
    const answers = await this.questions.ask(REPLICAS_SUBJECT, asked, ROLL_CALL_MS);
    const others = answers.flatMap((answer) => {
      const replica = ReplicaView.safeParse(answer);
      return replica.success && replica.data.name !== this.#self.name ? [replica.data] : [];
    });
    const replicas = [this.#view(asked), ...others].sort((one, other) => one.name.localeCompare(other.name));
    return { replicas, complete: this.link.connected };
  }

  /** Resolves with the names of those that heard it in time. */
  async announcePolicy(changed: PolicyChangedMessage): Promise<string[]> {
    const answers = await this.questions.ask(POLICY_CHANGED_SUBJECT, changed, ROLL_CALL_MS);
    return answers.filter((name) => typeof name === 'string').sort();
  }

  #view({ eventId }: ListReplicas): ReplicaView {
    return { ...this.#self, policies: this.sales.seen(eventId) };
  }

  async #renew(question: unknown): Promise<string> {
    await this.sales.renew(PolicyChangedMessage.parse(question).eventId);
    return this.#self.name;
  }
}

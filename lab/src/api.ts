import { EventCounts, EventView, StrategyList } from '#contracts';
import type { CreateEvent, StrategyView } from '#contracts';
import { Questions } from './questions.js';

/** What the lab asks of the cluster, through the proxy. */
export class Api {
  private readonly questions: Questions;

  constructor(readonly url: string) {
    this.questions = new Questions(url);
  }

  async strategies(): Promise<StrategyView[]> {
    return (await this.questions.ask('GET', '/v1/strategies', StrategyList)).strategies;
  }

  async createEvent(event: CreateEvent): Promise<EventView> {
    return await this.questions.ask('POST', '/v1/events', EventView, event);
  }

  /** null: inventory does not know the event (yet), or does not answer. */
  async counts(eventId: string): Promise<EventCounts | null> {
    const { ok, text } = await this.questions.send('GET', `/v1/inventory/events/${eventId}`);
    return ok ? EventCounts.parse(JSON.parse(text)) : null;
  }
}

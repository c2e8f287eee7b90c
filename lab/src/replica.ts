import { type ArmedFailpoint, type ClaimTrace, ClaimTraceList, FailpointList } from '#contracts';
import type { WantedFailpoint } from '#contracts';
import { Questions } from './questions.js';

/** One replica, or inventory, asked directly: what the proxy would give to any of them, or to none. */
export class Replica {
  private readonly questions: Questions;

  constructor(url: string) {
    this.questions = new Questions(url);
  }

  async arm(point: WantedFailpoint): Promise<void> {
    await this.questions.ask('PUT', '/admin/failpoints', FailpointList, point);
  }

  /** How often what is armed for the event has hit here. */
  async failpointHits(eventId: string): Promise<number> {
    return (await this.failpoints(eventId)).reduce((sum, point) => sum + point.hits, 0);
  }

  /** How many stand in a delay of the event at this moment. */
  async failpointInside(eventId: string): Promise<number> {
    return (await this.failpoints(eventId)).reduce((sum, point) => sum + point.inside, 0);
  }

  /** What it remembers of when the event's claims were where. */
  async traces(eventId: string): Promise<ClaimTrace[]> {
    return (await this.questions.ask('GET', `/admin/traces?eventId=${eventId}`, ClaimTraceList)).traces;
  }

  /** What the replica counts of itself, as it tells Prometheus. */
  async metrics(): Promise<string> {
    return await this.questions.text('GET', '/metrics');
  }

  /** Whoever stands in a delay of the event goes on at once. */
  async disarm(eventId: string): Promise<void> {
    await this.questions.text('DELETE', `/admin/failpoints?eventId=${eventId}`);
  }

  private async failpoints(eventId: string): Promise<ArmedFailpoint[]> {
    const path = `/admin/failpoints?eventId=${eventId}`;
    return (await this.questions.ask('GET', path, FailpointList)).failpoints;
  }
}

import { ClaimTraceList, FailpointList } from '#contracts';
import type { WantedFailpoint } from '#contracts';
import { Questions } from './questions.js';

/** One replica, asked directly: what the proxy would give to any of them. */
export class Replica {
  private readonly questions: Questions;

  constructor(url: string) {
    this.questions = new Questions(url);
  }

  async arm(point: WantedFailpoint): Promise<void> {
    await this.questions.ask('PUT', '/admin/failpoints', FailpointList, point);
  }

  /** How many claims of the event were paused here. */
  async failpointHits(eventId: string): Promise<number> {
    const path = `/admin/failpoints?eventId=${eventId}`;
    const { failpoints } = await this.questions.ask('GET', path, FailpointList);
    return failpoints.reduce((sum, point) => sum + point.hits, 0);
  }

  async traces(eventId: string): Promise<ClaimTraceList> {
    return await this.questions.ask('GET', `/admin/traces?eventId=${eventId}`, ClaimTraceList);
  }

  /** What the replica counts of itself, as it tells Prometheus. */
  async metrics(): Promise<string> {
    return await this.questions.text('GET', '/metrics');
  }

  /** How many claims of the event stand in a delay at this moment. */
  async inside(eventId: string): Promise<number> {
    const path = `/admin/failpoints?eventId=${eventId}`;
    const { failpoints } = await this.questions.ask('GET', path, FailpointList);
    return failpoints.reduce((sum, point) => sum + point.inside, 0);
  }

  /** Who stands in a delay goes on at once. */
  async disarm(eventId: string): Promise<void> {
    await this.questions.text('DELETE', `/admin/failpoints?eventId=${eventId}`);
  }
}

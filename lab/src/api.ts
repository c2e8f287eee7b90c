import { EventCounts, EventView, Problem, StrategyList } from '#contracts';
import type { CreateEvent, StrategyView } from '#contracts';
import type { z } from 'zod';
import { parseJson } from './parse-json.js';
import { UserError, notRunning } from './user-error.js';

const ANSWER_MS_MOST = 5_000;

/** The lab's own questions to the API. The load goes another way: `driver/`. */
export class Api {
  constructor(readonly url: string) {}

  async strategies(): Promise<StrategyView[]> {
    return (await this.ask('GET', '/v1/strategies', StrategyList)).strategies;
  }

  async createEvent(event: CreateEvent): Promise<EventView> {
    return await this.ask('POST', '/v1/events', EventView, event);
  }

  /** null: inventory does not know the event (yet), or does not answer. */
  async counts(eventId: string): Promise<EventCounts | null> {
    const response = await this.fetch('GET', `/v1/inventory/events/${eventId}`);
    const body = await response.text();
    return response.ok ? EventCounts.parse(JSON.parse(body)) : null;
  }

  private async ask<Schema extends z.ZodType>(
    method: string,
    path: string,
    schema: Schema,
    body?: unknown,
  ): Promise<z.infer<Schema>> {
    const response = await this.fetch(method, path, body);
    const text = await response.text();
    const parsed = schema.safeParse(parseJson(text));
    if (response.ok && parsed.success) return parsed.data;
    throw new UserError(`${method} ${path} answered ${response.status}: ${reasonOf(text)}`);
  }

  private async fetch(method: string, path: string, body?: unknown): Promise<Response> {
    try {
      return await fetch(this.url + path, {
        method,
        signal: AbortSignal.timeout(ANSWER_MS_MOST),
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined;
      if (cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED') throw notRunning();
      throw new UserError(`${this.url} does not answer (${String(error)}). Type: npm run status`);
    }
  }
}

const reasonOf = (text: string): string => {
  const problem = Problem.safeParse(parseJson(text));
  if (!problem.success) return text.slice(0, 200) || 'nothing';
  const fields = (problem.data.errors ?? []).map((error) => `${error.field}: ${error.message}`);
  return [problem.data.detail, ...fields].join(' ');
};

import { Problem } from '#contracts';
import type { z } from 'zod';
import { parseJson } from './parse-json.js';
import { UserError, notRunning } from './user-error.js';
import { waitUntil } from './waiting.js';

const ANSWER_MS_MOST = 5_000;
/** A busy server may say "again": what only reads is asked again. */
const AGAIN = { mostMs: 10_000, everyMs: 100 };

/** The lab's own questions to a server, one at a time. The load goes another way: `driver/`. */
export class Questions {
  /** The token of whoever may ask more than everybody. */
  constructor(
    readonly url: string,
    private readonly token?: string,
  ) {}

  async ask<Schema extends z.ZodType>(
    method: string,
    path: string,
    schema: Schema,
    body?: unknown,
  ): Promise<z.infer<Schema>> {
    const { ok, status, text } = await this.#settled(method, path, body);
    const parsed = schema.safeParse(parseJson(text));
    if (ok && parsed.success) return parsed.data;
    throw refused(method, path, status, text);
  }

  /** For answers that are no JSON: the text of a good one. */
  async text(method: string, path: string): Promise<string> {
    const { ok, status, text } = await this.#settled(method, path);
    if (ok) return text;
    throw refused(method, path, status, text);
  }

  async send(method: string, path: string, body?: unknown): Promise<Answer> {
    try {
      const response = await fetch(this.url + path, {
        method,
        signal: AbortSignal.timeout(ANSWER_MS_MOST),
        headers: {
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(this.token !== undefined && { authorization: `Bearer ${this.token}` }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { ok: response.ok, status: response.status, text: await response.text() };
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined;
      if (cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED') throw notRunning();
      throw new UserError(`${this.url} does not answer (${String(error)}). Type: npm run status`);
    }
  }

  #settled(method: string, path: string, body?: unknown): Promise<Answer> {
    const isSettled = (answer: Answer): boolean => method !== 'GET' || !asksToComeAgain(answer);
    return waitUntil(() => this.send(method, path, body), isSettled, AGAIN);
  }
}

interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly text: string;
}

const asksToComeAgain = ({ text }: Answer): boolean =>
  Problem.safeParse(parseJson(text)).data?.retryable === true;

const refused = (method: string, path: string, status: number, text: string): UserError =>
  new UserError(`${method} ${path} answered ${status}: ${reasonOf(text)}`);

const reasonOf = (text: string): string => {
  const problem = Problem.safeParse(parseJson(text));
  if (!problem.success) return text.slice(0, 200) || 'nothing';
  const fields = (problem.data.errors ?? []).map((error) => `${error.field}: ${error.message}`);
  return [problem.data.detail, ...fields].join(' ');
};

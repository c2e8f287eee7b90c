import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '#contracts';
import { CommitUnknown, DatabaseUnavailable, databaseLost } from '#postgres';
import type { ErrorCode } from './catalogue.js';
import { PROBLEM_JSON, ProblemError, problem } from './problem-error.js';

/** https://fastify.dev/docs/latest/Reference/Errors/ */
const FASTIFY_CODES: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed-json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed-json',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media-type-unsupported',
};
const STATUS_CODES: Readonly<Record<number, ErrorCode>> = {
  400: 'malformed-json',
  404: 'not-found',
  413: 'body-too-large',
  415: 'media-type-unsupported',
};

/** Turns whatever a handler throws into problem details; what nobody foresaw is logged and told as unknown. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #log = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    if (isHealthReport(error)) {
      void reply.code(error.getStatus()).send(error.getResponse());
      return;
    }
    this.send(reply, this.#describe(error, http.getRequest<FastifyRequest>().method));
  }

  /** Routes that are older than our problems have shapes of their own. */
  protected send(reply: FastifyReply, body: Problem): void {
    void reply.code(body.status).type(PROBLEM_JSON).send(body);
  }

  #describe(error: unknown, method: string): Problem {
    if (error instanceof ProblemError) return problem(error.code, error.message, error.more);
    const code = foreseen(error) ?? lostDatabase(error, method);
    if (code !== undefined) return problem(code);
    this.#log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return problem('internal-error');
  }
}

function foreseen(error: unknown): ErrorCode | undefined {
  const fastifyCode: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (typeof fastifyCode === 'string' && fastifyCode in FASTIFY_CODES) return FASTIFY_CODES[fastifyCode];
  if (error instanceof HttpException) return STATUS_CODES[error.getStatus()];
  return undefined;
}

/** A request that changes something may have done so before the connection was lost. */
function lostDatabase(error: unknown, method: string): ErrorCode | undefined {
  if (error instanceof CommitUnknown) return 'answer-unknown';
  if (error instanceof DatabaseUnavailable) return 'database-unavailable';
  if (!databaseLost(error)) return undefined;
  return method === 'GET' ? 'database-unavailable' : 'answer-unknown';
}

/** A failed health check is an answer with details of its own, which probes and people read. */
const isHealthReport = (error: unknown): error is HttpException =>
  error instanceof HttpException && error.getStatus() === 503;

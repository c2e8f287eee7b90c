import { Inject, Injectable } from '@nestjs/common';
import { DEADLINES_MS } from '#deadlines';
import { signedHeaders } from '#webhooks';
import { PAYMENTS_CONFIG, type PaymentsConfig } from '../config.js';

const MS_PER_SECOND = 1_000;

/** Undefined: it was delivered; else why not. */
export type Failure = string | undefined;

/** One attempt: signed anew, as the time of the attempt is part of what is signed. */
@Injectable()
export class WebhookSender {
  constructor(@Inject(PAYMENTS_CONFIG) private readonly config: PaymentsConfig) {}

  async send(id: string, body: string): Promise<Failure> {
    const timestamp = Math.floor(Date.now() / MS_PER_SECOND);
    const headers = signedHeaders(this.config.webhookSecrets, { id, timestamp, body });
    try {
      const answer = await fetch(this.config.webhookUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
        // a webhook is not sent after a shop that has moved
        redirect: 'manual',
        signal: AbortSignal.timeout(DEADLINES_MS.client),
      });
      await answer.body?.cancel();
      return answer.ok ? undefined : `status ${answer.status}`;
    } catch (error) {
      return reasonOf(error);
    }
  }
}

/** fetch says no more than "fetch failed"; its cause knows. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}

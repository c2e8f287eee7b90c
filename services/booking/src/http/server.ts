import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Draining } from './draining.js';

const BODY_BYTES_MOST = 16_384;
/** Longer than nginx keeps an idle connection to us (30 s), so that it is never we who close under its request. */
const KEEP_ALIVE_MS = 75_000;

export const HTTP_OPTIONS = {
  bodyLimit: BODY_BYTES_MOST,
  keepAliveTimeout: KEEP_ALIVE_MS,
  trustProxy: true,
  requestIdHeader: 'x-request-id',
  routerOptions: { maxParamLength: 300 },
  // a request that reaches a stopping replica is answered, not refused
  return503OnClosing: false,
} as const;

/** Every answer names its replica; a stopping one asks for no further requests on its connections. */
export function sayWhoAnswers(app: NestFastifyApplication, replica: string, draining: Draining): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (_request, reply, done) => {
      reply.header('x-replica', replica);
      done();
    })
    // with the answer, and not before: a request that was under way when the replica began to stop asks for it as well
    .addHook('onSend', (_request, reply, _payload, done) => {
      if (draining.active) reply.header('connection', 'close');
      done();
    });
}

import { createHash, timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from '#errors';
import { PAYMENTS_CONFIG, type PaymentsConfig } from '../config.js';

/** The provider's API is for the shop alone. */
@Injectable()
export class ShopKeyGuard implements CanActivate {
  readonly #expected: Buffer;

  constructor(@Inject(PAYMENTS_CONFIG) config: PaymentsConfig) {
    this.#expected = fingerprint(config.shopKey);
  }

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    const [, key] = /^Bearer (.+)$/i.exec(headers.authorization ?? '') ?? [];
    if (key !== undefined && timingSafeEqual(fingerprint(key), this.#expected)) return true;
    throw new ProblemError('unauthorized');
  }
}

/** Of one length whatever is given, as the comparison demands. */
const fingerprint = (key: string): Buffer => createHash('sha256').update(key).digest();

import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { bearerToken, sameSecret } from '#access';
import { ProblemError } from '#errors';
import { PAYMENTS_CONFIG, type PaymentsConfig } from '../config.js';

/** The provider's API is for the shop alone. */
@Injectable()
export class ShopKeyGuard implements CanActivate {
  constructor(@Inject(PAYMENTS_CONFIG) private readonly config: PaymentsConfig) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (sameSecret(bearerToken(headers.authorization) ?? '', this.config.paymentsKey)) return true;
    throw new ProblemError('unauthorized');
  }
}

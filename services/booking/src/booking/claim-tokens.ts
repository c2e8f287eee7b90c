import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { BOOKING_CONFIG, type BookingConfig } from '../config.js';

/** Whoever bears a claim's token owns it. Never stored: any replica makes it again from the cluster's secret. */
@Injectable()
export class ClaimTokens {
  constructor(@Inject(BOOKING_CONFIG) private readonly config: BookingConfig) {}

  of(claimId: string): string {
    return this.#sign(claimId).toString('base64url');
  }

  fits(claimId: string, token: string): boolean {
    const given = Buffer.from(token, 'base64url');
    const right = this.#sign(claimId);
    return given.length === right.length && timingSafeEqual(given, right);
  }

  #sign(claimId: string): Buffer {
    return createHmac('sha256', this.config.secret).update(claimId).digest();
  }
}

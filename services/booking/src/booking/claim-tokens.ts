import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { sameSecret } from '#access';
import { BOOKING_CONFIG, type BookingConfig } from '../config.js';

/** Whoever bears a claim's token owns it. Never stored: any replica makes it again from the cluster's secret. */
@Injectable()
export class ClaimTokens {
  constructor(@Inject(BOOKING_CONFIG) private readonly config: BookingConfig) {}

  of(claimId: string): string {
    return createHmac('sha256', this.config.secret).update(claimId).digest('base64url');
  }

  fits(claimId: string, token: string): boolean {
    return sameSecret(token, this.of(claimId));
  }
}

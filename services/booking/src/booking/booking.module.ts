import { Module } from '@nestjs/common';
import { ClaimsModule } from '../claims/claims.module.js';
import { BookingConfigModule } from '../config.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { PolicyModule } from '../policy/policy.module.js';
import { ClaimMetrics } from './claim-metrics.js';
import { ClaimSeats } from './claim-seats.js';

@Module({
  imports: [BookingConfigModule, PolicyModule, ClaimsModule, LedgerModule],
  providers: [ClaimSeats, ClaimMetrics],
  exports: [ClaimSeats],
})
export class BookingModule {}

import { Module } from '@nestjs/common';
import { ClaimsModule } from '../claims/claims.module.js';
import { BookingConfigModule } from '../config.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { PolicyModule } from '../policy/policy.module.js';
import { ClaimAttempts } from './claim-attempts.js';
import { ClaimMetrics } from './claim-metrics.js';
import { ClaimSeats } from './claim-seats.js';
import { FreeSeats } from './free-seats/free-seats.js';

@Module({
  imports: [BookingConfigModule, PolicyModule, ClaimsModule, LedgerModule],
  providers: [ClaimSeats, ClaimAttempts, FreeSeats, ClaimMetrics],
  exports: [ClaimSeats],
})
export class BookingModule {}

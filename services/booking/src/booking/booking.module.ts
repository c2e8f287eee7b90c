import { Module } from '@nestjs/common';
import { ClaimsModule } from '../claims/claims.module.js';
import { BookingConfigModule } from '../config.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { PolicyModule } from '../policy/policy.module.js';
import { ClaimAttempts } from './claim-attempts.js';
import { ClaimMetrics } from './claim-metrics.js';
import { ClaimTokens } from './claim-tokens.js';
import { ClaimSeats } from './claim-seats.js';
import { FreeSeats } from './free-seats/free-seats.js';
import { ChangeClaim } from './life/change-claim.js';
import { ClaimWatch } from './life/claim-watch.js';
import { Sweeper } from './life/sweeper.js';
import { OneShotClaims } from './one-shot-claims.js';
import { PaymentProvider } from './paying/payment-provider.js';
import { PaymentRounds } from './paying/payment-rounds.js';
import { StartPayment } from './paying/start-payment.js';
import { QueuedClaims } from './queued-claims.js';
import { Refusals } from './refusals.js';

@Module({
  imports: [BookingConfigModule, PolicyModule, ClaimsModule, LedgerModule],
  providers: [
    ClaimSeats,
    ClaimAttempts,
    OneShotClaims,
    QueuedClaims,
    ChangeClaim,
    ClaimWatch,
    Sweeper,
    PaymentProvider,
    StartPayment,
    PaymentRounds,
    ClaimTokens,
    FreeSeats,
    Refusals,
    ClaimMetrics,
  ],
  exports: [
    ...[ClaimSeats, OneShotClaims, QueuedClaims, ChangeClaim, ClaimWatch, StartPayment, ClaimTokens],
    Sweeper,
  ],
})
export class BookingModule {}

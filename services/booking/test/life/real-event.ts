import { randomUUID } from 'node:crypto';
import type { TestingModule } from '@nestjs/testing';
import type pg from 'pg';
import { DEFAULT_POLICY, PaymentEvent } from '#contracts';
import type { Statement } from '#postgres';
import { ClaimSeats } from '../../src/booking/claim-seats.ts';
import { ClaimTokens } from '../../src/booking/claim-tokens.ts';
import { ChangeClaim } from '../../src/booking/life/change-claim.ts';
import type { Change } from '../../src/booking/life/claim-change.ts';
import { Sweeper } from '../../src/booking/life/sweeper.ts';
import { PaymentRounds } from '../../src/booking/paying/payment-rounds.ts';
import { StartPayment } from '../../src/booking/paying/start-payment.ts';
import { ClaimPayments } from '../../src/ledger/payments/claim-payments.ts';
import { customerId, look } from './look.ts';
import { NOTHING, fromNewest } from './model.ts';
import type { Operation } from './operations.ts';
import type { ProviderInProcess } from './shop-in-process.ts';
import * as sql from './real-statements.ts';
import { HOLD_S, PRICES, type Settings, type World } from './world.ts';

interface Asked {
  readonly claimId: string;
  readonly key: string;
  readonly customer: number;
  readonly seats: readonly number[];
}

export interface Place {
  /** To look behind the services' back, and to let time pass. */
  readonly sql: pg.Client | pg.Pool;
  readonly booking: TestingModule;
  readonly provider: ProviderInProcess;
}

/** Runs the operations on one event for real. */
export class RealEvent {
  private constructor(
    private readonly at: Place,
    readonly eventId: string,
    private readonly settings: Settings,
    private readonly claims: Asked[],
  ) {}

  static async begin(at: Place, settings: Settings): Promise<RealEvent> {
    const eventId = randomUUID();
    const policy = { ...DEFAULT_POLICY, strategy: 'conditional', holdSeconds: HOLD_S, ...settings };
    await at.sql.query({ ...sql.OPEN_EVENT, values: [eventId, policy, PRICES] });
    return new RealEvent(at, eventId, settings, []);
  }

  /** The same event, by another replica. */
  by(booking: TestingModule): RealEvent {
    return new RealEvent({ ...this.at, booking }, this.eventId, this.settings, this.claims);
  }

  look(): Promise<{ world: World; ledger: string[] }> {
    const claims = this.claims.map(({ claimId }) => claimId);
    return look(this.at.sql, { eventId: this.eventId, claims, payments: this.#payments() }, this.settings);
  }

  /** By PostgreSQL's clock. */
  async endHoldsIn(ms: number): Promise<void> {
    await this.#query(sql.END_HOLDS_IN, [this.eventId, ms]);
  }

  async holdsAreOver(): Promise<boolean> {
    return (await this.#query(sql.HOLDS_THAT_LAST, [this.eventId])).rows.length === 0;
  }

  /** What is answered. */
  async run(operation: Operation): Promise<string> {
    if (operation.do === 'claim') {
      const { customer, seats } = operation;
      return this.#claim({ customer, seats, key: randomUUID() });
    }
    if ('claim' in operation) return this.#withClaim(operation);
    if ('payment' in operation) return this.#withPayment(operation);
    await this.#withAll(operation);
    return NOTHING;
  }

  async #claim(request: Omit<Asked, 'claimId'>): Promise<string> {
    const { customer, seats, key } = request;
    const labels = seats.map((seat) => `A${seat}`);
    const command = { eventId: this.eventId, customerId: customerId(customer), idempotencyKey: key, labels };
    const result = await this.at.booking.get(ClaimSeats).claim(command);
    if (result.kind === 'open') return result.outcome.code;
    if (result.kind !== 'decided') return result.kind;
    const { claimId, outcome } = result.decision;
    if (!this.claims.some((claim) => claim.claimId === claimId)) this.claims.push({ ...request, claimId });
    return outcome.kind === 'rejected' ? outcome.code : outcome.kind;
  }

  async #withClaim(operation: Extract<Operation, { claim: number }>): Promise<string> {
    const claim = this.claims[fromNewest(operation.claim, this.claims.length) ?? 0];
    if (claim === undefined) return NOTHING;
    if (operation.do === 'repeat') return this.#claim(claim);
    return operation.do === 'ask-to-pay'
      ? this.#ask(claim, operation.lost)
      : this.#change(claim, operation.do);
  }

  async #change({ claimId }: Asked, change: Change): Promise<string> {
    const changed = await this.at.booking.get(ChangeClaim).change(this.#reference(claimId), change);
    if (changed.kind === 'claim') return changed.claim.status;
    return changed.kind === 'refused' ? changed.code : changed.kind;
  }

  async #ask({ claimId }: Asked, lost: boolean): Promise<string> {
    this.at.provider.losesAnswers = lost;
    const started = await this.at.booking.get(StartPayment).start(this.#reference(claimId));
    if (started.kind === 'started') return started.payment.status;
    return started.kind === 'refused' ? started.code : started.kind;
  }

  async #withPayment(operation: Extract<Operation, { payment: number }>): Promise<string> {
    const { payments } = this.at.provider;
    const created = this.#payments();
    const paymentId = created[fromNewest(operation.payment, created.length) ?? 0];
    if (paymentId === undefined) return NOTHING;
    switch (operation.do) {
      case 'capture':
        return (await payments.capture(paymentId))?.status ?? NOTHING;
      case 'decline':
        return (await payments.cancel(paymentId))?.status ?? NOTHING;
      case 'refund':
        return (await payments.refund(paymentId, 'by the provider'))?.status ?? NOTHING;
      case 'deliver':
        return this.#deliver(paymentId, operation.webhook);
      case 'settle':
        await this.#query(sql.ASK_FOR, [this.eventId, paymentId]);
        this.at.provider.losesAnswers = operation.lost;
        await this.at.booking.get(PaymentRounds).settleSome();
        return NOTHING;
    }
  }

  async #deliver(paymentId: string, webhook: number): Promise<string> {
    const { rows } = await this.#query(sql.WEBHOOK, [paymentId, webhook]);
    if (rows.length === 0) return NOTHING;
    return this.at.booking.get(ClaimPayments).apply(PaymentEvent.parse(rows[0]?.payload).data);
  }

  async #withAll(
    operation: Exclude<Operation, { claim: number } | { payment: number } | { do: 'claim' }>,
  ): Promise<void> {
    switch (operation.do) {
      case 'pass':
        await this.#query(sql.PASS, [this.eventId, this.#payments(), operation.seconds]);
        return;
      case 'sweep':
        await this.at.booking.get(Sweeper).sweep();
        return;
      case 'expire-payments':
        await this.at.provider.payments.expireSome();
        return;
      case 'close':
      case 'open':
        await this.#query(sql.CLOSE, [this.eventId, operation.do === 'close']);
    }
  }

  /** Prepared: what looks behind the services' back is most of what PostgreSQL is asked here. */
  #query(statement: Statement, values: unknown[]): Promise<pg.QueryResult<{ payload?: unknown }>> {
    return this.at.sql.query({ ...statement, values });
  }

  #payments(): readonly string[] {
    return this.at.provider.createdFor(this.eventId);
  }

  #reference(claimId: string): { eventId: string; claimId: string; token: string } {
    return { eventId: this.eventId, claimId, token: this.at.booking.get(ClaimTokens).of(claimId) };
  }
}

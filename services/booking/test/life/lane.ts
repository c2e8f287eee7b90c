import { randomUUID } from 'node:crypto';
import type { TestingModule } from '@nestjs/testing';
import pg from 'pg';
import { inject } from 'vitest';
import { DEFAULT_POLICY, PaymentEvent } from '#contracts';
import type { Statement } from '#postgres';
import { type TestDatabase, cloneDatabase } from '../../../../tools/test-servers/databases.ts';
import { ClaimSeats } from '../../src/booking/claim-seats.ts';
import { ClaimTokens } from '../../src/booking/claim-tokens.ts';
import { ChangeClaim } from '../../src/booking/life/change-claim.ts';
import type { Change } from '../../src/booking/life/claim-change.ts';
import { Sweeper } from '../../src/booking/life/sweeper.ts';
import { PaymentRounds } from '../../src/booking/paying/payment-rounds.ts';
import { StartPayment } from '../../src/booking/paying/start-payment.ts';
import { ClaimPayments } from '../../src/ledger/payments/claim-payments.ts';
import * as sql from './lane-statements.ts';
import { customerId, look } from './look.ts';
import { NOTHING, fromNewest } from './model.ts';
import type { Operation } from './operations.ts';
import { ProviderInProcess, bookingInProcess } from './shop-in-process.ts';
import { HOLD_S, PRICES, type Settings, type World } from './world.ts';

interface Asked {
  readonly claimId: string;
  readonly key: string;
  readonly customer: number;
  readonly seats: readonly number[];
}

/** Runs operations for real, one event after another, on a database that nobody else is at. */
export class Lane {
  #eventId = '';
  #settings: Settings | undefined;
  #claims: Asked[] = [];

  private constructor(
    private readonly database: TestDatabase,
    private readonly client: pg.Client,
    private readonly booking: TestingModule,
    private readonly provider: ProviderInProcess,
  ) {}

  static async open(): Promise<Lane> {
    const database = await cloneDatabase(inject('servers').templateUrl);
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const provider = new ProviderInProcess(database.url);
    return new Lane(database, client, await bookingInProcess(database.url, provider), provider);
  }

  async close(): Promise<void> {
    await this.booking.close();
    await this.provider.close();
    await this.client.end();
    await this.database.drop();
  }

  /** Forgets all events: the tables stay small, and what a failed sequence left open disturbs no other one. */
  async clear(): Promise<void> {
    await this.client.query(sql.CLEAR);
  }

  async begin(settings: Settings): Promise<void> {
    this.#eventId = randomUUID();
    this.#settings = settings;
    this.#claims = [];
    this.provider.created = [];
    const policy = { ...DEFAULT_POLICY, strategy: 'conditional', holdSeconds: HOLD_S, ...settings };
    await this.#query(sql.OPEN_EVENT, [this.#eventId, policy, PRICES]);
  }

  look(): Promise<{ world: World; ledger: string[] }> {
    if (this.#settings === undefined) throw new Error('no event was begun');
    const claims = this.#claims.map(({ claimId }) => claimId);
    const ids = { eventId: this.#eventId, claims, payments: this.provider.created };
    return look(this.client, ids, this.#settings);
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
    const command = { eventId: this.#eventId, customerId: customerId(customer), idempotencyKey: key, labels };
    const result = await this.booking.get(ClaimSeats).claim(command);
    if (result.kind === 'open') return result.outcome.code;
    if (result.kind !== 'decided') return result.kind;
    const { claimId, outcome } = result.decision;
    if (!this.#claims.some((claim) => claim.claimId === claimId)) this.#claims.push({ ...request, claimId });
    return outcome.kind === 'rejected' ? outcome.code : outcome.kind;
  }

  async #withClaim(operation: Extract<Operation, { claim: number }>): Promise<string> {
    const claim = this.#claims[fromNewest(operation.claim, this.#claims.length) ?? 0];
    if (claim === undefined) return NOTHING;
    if (operation.do === 'repeat') return this.#claim(claim);
    return operation.do === 'ask-to-pay'
      ? this.#ask(claim, operation.lost)
      : this.#change(claim, operation.do);
  }

  async #change({ claimId }: Asked, change: Change): Promise<string> {
    const changed = await this.booking.get(ChangeClaim).change(this.#reference(claimId), change);
    if (changed.kind === 'claim') return changed.claim.status;
    return changed.kind === 'refused' ? changed.code : changed.kind;
  }

  async #ask({ claimId }: Asked, lost: boolean): Promise<string> {
    this.provider.losesAnswers = lost;
    const started = await this.booking.get(StartPayment).start(this.#reference(claimId));
    if (started.kind === 'started') return started.payment.status;
    return started.kind === 'refused' ? started.code : started.kind;
  }

  async #withPayment(operation: Extract<Operation, { payment: number }>): Promise<string> {
    const { payments, created } = this.provider;
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
        await this.#query(sql.ASK_FOR, [this.#eventId, paymentId]);
        this.provider.losesAnswers = operation.lost;
        await this.booking.get(PaymentRounds).settleSome();
        return NOTHING;
    }
  }

  async #deliver(paymentId: string, webhook: number): Promise<string> {
    const { rows } = await this.#query(sql.WEBHOOK, [paymentId, webhook]);
    if (rows.length === 0) return NOTHING;
    return this.booking.get(ClaimPayments).apply(PaymentEvent.parse(rows[0]?.payload).data);
  }

  async #withAll(
    operation: Exclude<Operation, { claim: number } | { payment: number } | { do: 'claim' }>,
  ): Promise<void> {
    switch (operation.do) {
      case 'pass':
        await this.#query(sql.PASS, [this.#eventId, this.provider.created, operation.seconds]);
        return;
      case 'sweep':
        await this.booking.get(Sweeper).sweep();
        return;
      case 'expire-payments':
        await this.provider.payments.expireSome();
        return;
      case 'close':
      case 'open':
        await this.#query(sql.CLOSE, [this.#eventId, operation.do === 'close']);
    }
  }

  /** Prepared: what looks behind the services' back is most of what PostgreSQL is asked here. */
  #query(statement: Statement, values: unknown[]): Promise<pg.QueryResult<{ payload?: unknown }>> {
    return this.client.query({ ...statement, values });
  }

  #reference(claimId: string): { eventId: string; claimId: string; token: string } {
    return { eventId: this.#eventId, claimId, token: this.booking.get(ClaimTokens).of(claimId) };
  }
}

import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { CreatePayment } from '#contracts';
import { WakeUp } from '#messaging';
import { Database, type Statement, type Transaction, commit, rollback } from '#postgres';
import { PAYMENTS_CONFIG, type PaymentsConfig } from '../config.js';
import { ANNOUNCE } from '../webhooks/webhook-statements.js';
import { paymentChanges } from './payment-metrics.js';
import {
  CANCEL,
  CAPTURE,
  CREATE,
  EXPIRE,
  FIND,
  FIND_BY_REFERENCE,
  type PaymentRow,
  REFUND,
} from './payment-statements.js';
import { paymentEvent } from './provider-payment.js';

const ID_BYTES = 18;
const EXPIRED_AT_ONCE_MOST = 100;

export interface Created {
  readonly kind: 'created' | 'existing' | 'reference-reused';
  readonly payment: PaymentRow;
}

/** Undefined: there is no such payment. */
type Found = Promise<PaymentRow | undefined>;

/** The provider's books. A change and its webhook are one transaction, so that neither is ever without the other. */
@Injectable()
export class Payments {
  constructor(
    private readonly database: Database,
    private readonly webhookWork: WakeUp,
    @Inject(PAYMENTS_CONFIG) private readonly config: PaymentsConfig,
  ) {}

  async create(wanted: CreatePayment): Promise<Created> {
    const { reference, amount, currency, description, returnUrl, expiresAt } = wanted;
    const paymentId = `pay_${randomBytes(ID_BYTES).toString('base64url')}`;
    const [created] = await this.database.transaction(async (tx) =>
      commit(
        await tx.query<PaymentRow>(CREATE, [
          paymentId,
          reference,
          amount,
          currency,
          description,
          returnUrl,
          expiresAt,
        ]),
      ),
    );
    if (created !== undefined) return { kind: 'created', payment: created };
    const payment = await this.findByReference(reference);
    if (payment === undefined) throw new Error(`payment "${reference}" is there and is not`);
    const same = payment.amount === amount && payment.currency === currency;
    return { kind: same ? 'existing' : 'reference-reused', payment };
  }

  find(paymentId: string): Found {
    return this.#read(FIND, paymentId);
  }

  findByReference(reference: string): Found {
    return this.#read(FIND_BY_REFERENCE, reference);
  }

  /** The payment afterwards: captured, or what kept it from being so. */
  capture(paymentId: string): Found {
    return this.#change(CAPTURE, paymentId);
  }

  /** Afterwards it can no longer be captured, if it has not been. */
  cancel(paymentId: string): Found {
    return this.#change(CANCEL, paymentId);
  }

  /** All of it, once; the key tells a repetition from a second refund. */
  refund(paymentId: string, key: string): Found {
    return this.#change(REFUND, paymentId, key);
  }

  /** Of those whose time is over, so many at a time; true: there may be more. */
  async expireSome(): Promise<boolean> {
    const expired = await this.database.transaction(async (tx) => {
      const rows = await tx.query<PaymentRow>(EXPIRE, [EXPIRED_AT_ONCE_MOST]);
      return rows.length === 0 ? rollback(rows) : commit(await this.#announced(tx, rows));
    });
    this.#changed(expired);
    return expired.length === EXPIRED_AT_ONCE_MOST;
  }

  async #change(statement: Statement, paymentId: string, ...more: string[]): Found {
    const rows = await this.database.transaction(async (tx) => {
      const changed = await tx.query<PaymentRow>(statement, [paymentId, ...more]);
      return changed.length === 0 ? rollback(changed) : commit(await this.#announced(tx, changed));
    });
    this.#changed(rows);
    // open is the one status that is left, and none leads back to it: what is read now is what was in the way
    return rows[0] ?? this.find(paymentId);
  }

  async #announced(tx: Transaction, rows: PaymentRow[]): Promise<PaymentRow[]> {
    const events = rows.map((row) => paymentEvent(row, this.config.publicUrl));
    await tx.query(ANNOUNCE, [JSON.stringify(events)]);
    return rows;
  }

  #changed(rows: readonly PaymentRow[]): void {
    for (const { status } of rows) paymentChanges.inc({ to: status });
    if (rows.length > 0) this.webhookWork.call();
  }

  async #read(statement: Statement, by: string): Found {
    const [row] = await this.database.query<PaymentRow>(statement, [by]);
    return row;
  }
}

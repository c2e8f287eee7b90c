import { Injectable } from '@nestjs/common';
import type { WebhookFaults } from '#contracts';
import { Database } from '#postgres';
import { CLEAR_FAULTS, KEEPS_CUSTOMER, LIST_FAULTS, SET_FAULTS } from './webhook-statements.js';

const ALL = '*';

type Row = Required<WebhookFaults>;

/** In the database, so that every process misbehaves alike, also after a restart. */
@Injectable()
export class WebhookFaultsStore {
  constructor(private readonly database: Database) {}

  async set({ paymentId = ALL, ...faults }: WebhookFaults): Promise<void> {
    const { lateMs, duplicates, outOfOrder, beforeRedirect, never } = faults;
    const values = [paymentId, lateMs, duplicates, outOfOrder, beforeRedirect, never];
    await this.database.query(SET_FAULTS, values);
  }

  async list(): Promise<WebhookFaults[]> {
    const rows = await this.database.query<Row>(LIST_FAULTS, []);
    return rows.map(({ paymentId, ...faults }) => (paymentId === ALL ? faults : { paymentId, ...faults }));
  }

  async clear(paymentId: string | undefined): Promise<void> {
    await this.database.query(CLEAR_FAULTS, [paymentId ?? null]);
  }

  /** Whether the customer may not be sent back yet. */
  async keepsCustomer(paymentId: string): Promise<boolean> {
    const [row] = await this.database.query<{ keeps: boolean }>(KEEPS_CUSTOMER, [paymentId]);
    return row?.keeps ?? false;
  }
}

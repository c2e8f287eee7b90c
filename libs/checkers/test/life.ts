import type { ChangeAnswer, ClaimRow, Evidence, LedgerRow } from '../src/evidence.js';
import { RecordedSale } from './recorded-sale.js';

/** The claim of A1 that the answers of `said` are about. */
export const hold = (status: string, expiresAtUs: number | null = 5_000): ClaimRow => ({
  ...{ claimId: 'claim-1', customer: 'customer-1', key: 'key-1', replica: 'booking-1', price: 0 },
  ...{ status, expiresAtUs },
});

export const said = (
  does: ChangeAnswer['does'],
  status: string | null,
  [sentAtUs, atUs]: [number, number],
  change: Partial<ChangeAnswer> = {},
): ChangeAnswer => ({
  ...{ claimId: 'claim-1', customer: 'customer-1', seat: 'A1', does, bearer: true, sentAtUs, atUs },
  ...{ outcome: 'ok', code: status ?? 'ok', status, expiresAtUs: null, answeredBy: 'booking-2' },
  ...change,
});

export const wrote = (
  from: LedgerRow['from'],
  to: LedgerRow['to'],
  writtenAtUs: number,
  liveDelta: number,
): LedgerRow => ({
  ...{ section: 'Stalls', seat: 'A1', claimId: 'claim-1', seats: 1, version: 1 },
  ...{ readVersion: null, readAtUs: null, from, to, writtenAtUs, liveDelta },
});

export const lifeOf = (
  claim: ClaimRow,
  changes: readonly ChangeAnswer[],
  ledger: readonly LedgerRow[] = [],
): Evidence => ({ ...new RecordedSale().evidence(), claims: [claim], changes, ledger });

export type Asks = [
  owner: ClaimRow,
  seat: string,
  does: ChangeAnswer['does'],
  told: { status: string } | 'not the bearer',
];

/** Answered at once; somebody else is told that there is no such claim. */
export const changeBy = ([{ claimId, customer }, seat, does, told]: Asks, sentAtUs: number): ChangeAnswer => {
  const nobody = { bearer: false, outcome: 'fail', code: 'claim-unknown' } as const;
  const status = told === 'not the bearer' ? null : told.status;
  const change = { claimId, customer, seat, expiresAtUs: 0, ...(status === null && nobody) };
  return said(does, status, [sentAtUs, sentAtUs + 1], change);
};

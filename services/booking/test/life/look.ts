import type pg from 'pg';
import { z } from 'zod';
import { ClaimStatus, ProviderStatus } from '#contracts';
import { LOOK } from './real-statements.ts';
import { CUSTOMERS, STEP_S, type Settings, type World } from './world.ts';

const SeatStatus = z.enum(['available', 'held', 'booked']);
const whole = z.int();
const Looked = z.object({
  closed: z.boolean(),
  seats: z.array(
    z.object({
      status: SeatStatus,
      claimId: z.string().nullable(),
      version: whole,
      left: whole.nullable(),
      live: z.array(z.string()),
      ledger: z.array(z.object({ from: SeatStatus, to: SeatStatus, version: whole, live: whole })),
    }),
  ),
  claims: z.array(
    z.object({
      claimId: z.string(),
      customerId: z.string(),
      status: ClaimStatus,
      extensions: whole,
      left: whole.nullable(),
      seats: z.array(whole),
    }),
  ),
  known: z.array(
    z.object({
      paymentId: z.string(),
      status: ProviderStatus,
      refundDue: z.boolean(),
      captured: whole,
      refunded: whole,
    }),
  ),
  payments: z.array(
    z.object({
      paymentId: z.string(),
      reference: z.string(),
      amount: whole,
      status: ProviderStatus,
      captured: whole,
      refunded: whole,
      left: whole,
      told: z.array(ProviderStatus),
    }),
  ),
  live: z.record(z.string(), whole),
});
type Looked = z.infer<typeof Looked>;

/** Of an event: by place, the ids that its claims and payments got. */
export interface Ids {
  readonly eventId: string;
  readonly claims: readonly string[];
  readonly payments: readonly string[];
}

export const customerId = (customer: number): string => `customer-${customer}`;
const byPlace = <Row>(ids: readonly string[], rows: readonly Row[], idOf: (row: Row) => string): Row[] =>
  rows.toSorted((one, other) => ids.indexOf(idOf(one)) - ids.indexOf(idOf(other)));

/** The event as the database has it, in the words of the model; and what its ledger does not agree with. */
export async function look(
  sql: pg.Client | pg.Pool,
  ids: Ids,
  settings: Settings,
): Promise<{ world: World; ledger: string[] }> {
  const { rows } = await sql.query({ ...LOOK, values: [ids.eventId, ids.payments, STEP_S] });
  const looked = Looked.parse(rows[0]);
  return { world: worldOf(looked, ids, settings), ledger: ledgerBreaches(looked) };
}

function worldOf(
  { closed, seats, claims, known, payments, live }: Looked,
  ids: Ids,
  settings: Settings,
): World {
  const placeOf = (claimId: string): number => ids.claims.indexOf(claimId);
  const knownBy = new Map(known.map(({ paymentId, ...payment }) => [paymentId, payment]));
  const customers = Array.from({ length: CUSTOMERS }, (_, customer) => live[customerId(customer)] ?? 0);
  return {
    closed,
    seats: seats.map(({ status, claimId, version, left }) => ({
      ...{ status, version, left },
      claim: claimId === null ? null : placeOf(claimId),
    })),
    claims: byPlace(ids.claims, claims, ({ claimId }) => claimId).map((claim) => ({
      customer: Number(claim.customerId.split('-')[1]),
      seats: claim.seats,
      status: claim.status,
      extensions: claim.extensions,
      left: claim.left,
    })),
    payments: byPlace(ids.payments, payments, ({ paymentId }) => paymentId).map(
      ({ paymentId, reference, ...payment }) => {
        const [, claimId = '', attempt] = reference.split('/');
        const place = { claim: placeOf(claimId), attempt: Number(attempt) };
        return { ...place, ...payment, known: knownBy.get(paymentId) ?? null };
      },
    ),
    live: settings.maxPerCustomer === null ? [] : customers,
  };
}

/** The ledger of a seat is its history without a gap, and its live claims are the sum of it. */
const ledgerBreaches = ({ seats }: Looked): string[] =>
  seats.flatMap(({ status, version, live, ledger }, place) => {
    const broken = ledger.filter(
      (row, index) => row.version !== index + 1 || row.from !== (ledger[index - 1]?.to ?? 'available'),
    );
    const sum = ledger.reduce((total, row) => total + row.live, 0);
    const told = ledger.at(-1)?.to ?? 'available';
    return [
      broken.length > 0 && `the ledger of seat ${place} has a gap at version ${broken[0]?.version}`,
      ledger.length !== version && `seat ${place} has version ${version} after ${ledger.length} changes`,
      told !== status && `seat ${place} is ${status}, and ${told} in the ledger`,
      sum !== live.length && `seat ${place} has ${live.length} live claims, and ${sum} in the ledger`,
      live.length > 1 && `seat ${place} has ${live.length} live claims`,
    ].filter((breach) => breach !== false);
  });

import type { Operation } from '#checkers';
import { groupBy } from '../../group-by.js';
import type { CellRecord } from '../../matrix/cell.js';

/** More clients than this make a picture that nobody reads. */
const CLIENTS_DRAWN_MOST = 8;

/** Whose requests are drawn. */
export interface Scope {
  /** null: all of them */
  seat: string | null;
  includes(customer: string, seats: readonly string[]): boolean;
  /** who wanted the seat and is not drawn, and how many other seats there were */
  leftOut: { clients: number; seats: number };
}

export const everything: Scope = { seat: null, includes: () => true, leftOut: { clients: 0, seats: 0 } };

/** The seat of the counterexample, and else the one that most wanted; of its clients those who got it first. */
export function focusOf(record: CellRecord): Scope {
  const { operations } = record.evidence;
  const wishes = operations.flatMap((operation) => seatsOf(operation).map((seat) => ({ seat, operation })));
  const wanted = groupBy(wishes, (wish) => wish.seat);
  const found = record.cell.story?.seat ?? record.cell.findings.find((one) => one.seat !== null)?.seat;
  const seat = found !== undefined && found !== null && wanted.has(found) ? found : mostWanted(wanted);
  const rivals = seat === null ? operations : (wanted.get(seat) ?? []).map(({ operation }) => operation);
  const own = groupBy(rivals, (one) => one.customer);
  const told = new Set(record.cell.story?.steps.map((step) => step.customer));
  const clients = [...own].toSorted(
    ([one, its], [other, others]) =>
      Number(told.has(other)) - Number(told.has(one)) || Number(sold(others)) - Number(sold(its)),
  );
  const drawn = new Set(clients.slice(0, CLIENTS_DRAWN_MOST).map(([customer]) => customer));
  return {
    seat,
    includes: (customer, seats) =>
      drawn.has(customer) && (seat === null || seats.length === 0 || seats.includes(seat)),
    leftOut: {
      clients: clients.length - drawn.size,
      seats: Math.max(0, wanted.size - (seat === null ? 0 : 1)),
    },
  };
}

/** Who asks for any seats has wanted those that he got. */
const seatsOf = (operation: Operation): readonly string[] =>
  operation.seats.length > 0
    ? operation.seats
    : operation.answers.flatMap((answer) => answer.seats.map(({ label }) => label));

const sold = (operations: readonly Operation[]): boolean =>
  operations.some(({ outcome }) => outcome === 'ok');

function mostWanted(wanted: ReadonlyMap<string, readonly { operation: Operation }[]>): string | null {
  const tries = (wishes: readonly { operation: Operation }[]): number =>
    wishes.reduce((sum, { operation }) => sum + operation.attempts, 0);
  const [first] = [...wanted].toSorted(([, one], [, other]) => tries(other) - tries(one));
  return first?.[0] ?? null;
}

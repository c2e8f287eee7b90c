import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '#contracts';
import type { Sale, SaleSeat } from '../../policy/sale.js';
import { EventSeats, type NotEnough, type Pick } from './event-seats.js';

const FIRST = (): number => 0;
const SOON_MS = 150;

/** Two rows of four in Stalls, and six on the Floor; what is free stands in a list, which is our PostgreSQL. */
function event() {
  const stalls = ['A', 'B'].flatMap((row) =>
    [1, 2, 3, 4].map((number) => ({ label: `${row}${number}`, section: 'Stalls', row, number })),
  );
  const floor = [1, 2, 3, 4, 5, 6].map((number) => ({
    label: `Floor-${number}`,
    section: 'Floor',
    row: null,
    number,
  }));
  const seats: SaleSeat[] = [...stalls, ...floor].map((seat, index) => ({
    ...seat,
    seatId: index + 1,
    price: 1,
  }));
  const sale: Sale = {
    eventId: 'event',
    policy: DEFAULT_POLICY,
    policyVersion: 1,
    seatsByLabel: new Map(seats.map((seat) => [seat.label, seat])),
    // in whatever order they were read
    seatsById: new Map(seats.toReversed().map((seat) => [seat.seatId, seat])),
  };
  const free = new Set(seats.map((seat) => seat.seatId));
  const held = new Set<number>();
  const database = { reads: 0, free, held, beforeAnswer: (): Promise<void> => Promise.resolve() };
  const of = (section: string): { seatIds: number[]; held: number } => {
    const its = seats.filter((seat) => seat.section === section).map((seat) => seat.seatId);
    return { seatIds: its.filter((id) => free.has(id)), held: its.filter((id) => held.has(id)).length };
  };
  const read = async () => {
    database.reads += 1;
    const answer = new Map(['Stalls', 'Floor'].map((section) => [section, of(section)]));
    await database.beforeAnswer();
    return answer;
  };
  const hint = new EventSeats(sale, read, FIRST);
  const pick = async (quantity: number, section?: string): Promise<Pick> => {
    const picked = await hint.pick({ items: [{ quantity, section }] }, performance.now() + SOON_MS);
    if (picked === undefined || typeof picked === 'string') throw new Error(`picked: ${picked}`);
    return picked;
  };
  const labels = (picked: Pick): string => picked.seatIds.map((seatId) => seats[seatId - 1]?.label).join(' ');
  const later = (quantity: number, section?: string): Promise<Pick | NotEnough | undefined> =>
    hint.pick({ items: [{ quantity, section }] }, performance.now() + SOON_MS);
  return { hint, database, pick, labels, later };
}

describe('the free seats of an event', () => {
  it('are picked without a query, once they are known', async () => {
    const { pick, database, labels } = event();
    expect(labels(await pick(2))).toBe('A1 A2');
    expect(labels(await pick(2))).toBe('A3 A4');
    expect(database.reads).toBe(1);
  });

  it('are of the first section that has so many, and never of two', async () => {
    const { pick, labels } = event();
    await pick(3);
    await pick(3);
    expect(labels(await pick(3))).toBe('Floor-1 Floor-2 Floor-3');
    expect(labels(await pick(2))).toBe('A4 B4');
    expect(labels(await pick(2, 'Floor'))).toBe('Floor-4 Floor-5');
  });

  it('are there again when their claim ended without them, and not when they are sold or taken', async () => {
    const { hint, pick, labels } = event();
    const [unused, sold, taken, contended] = [await pick(2), await pick(2), await pick(2), await pick(2)];
    hint.settle(sold, 'sold');
    hint.settle(taken, 'taken');
    hint.settle(contended, 'contended');
    hint.settle(unused, 'unused');
    expect([labels(await pick(2)), labels(await pick(2))]).toEqual(['A1 A2', 'B3 B4']);
    expect(labels(await pick(2))).toBe('Floor-1 Floor-2');
  });

  it('are sold out only when the database has so few, however little is known here', async () => {
    const { pick, database, later } = event();
    for (const seatId of [1, 2, 3, 4, 5, 6, 7]) database.free.delete(seatId);
    expect(await later(2, 'Stalls')).toBe('sold-out');
    database.free.add(3);
    expect((await pick(2, 'Stalls')).seatIds).toEqual([3, 8]);
    expect(await later(7)).toBe('sold-out');
  });

  it('are sold out for now when holds may come back', async () => {
    const { database, later } = event();
    for (const seatId of [1, 2, 3, 4, 5, 6, 7]) database.free.delete(seatId);
    database.held.add(1);
    expect(await later(2, 'Stalls')).toBe('sold-out-for-now');
    expect(await later(3, 'Stalls')).toBe('sold-out');
  });

  it('are picked for all items of a basket, or for none', async () => {
    const { hint, pick, labels } = event();
    const basket = (floor: number): Promise<Pick | NotEnough | undefined> =>
      hint.pick(
        {
          items: [
            { quantity: 2, section: 'Stalls' },
            { quantity: floor, section: 'Floor' },
          ],
        },
        performance.now() + SOON_MS,
      );
    expect(await basket(7)).toBe('sold-out');
    expect(await basket(3)).toMatchObject({ seatIds: [1, 2, 9, 10, 11] });
    expect(labels(await pick(2, 'Stalls'))).toBe('A3 A4');
  });

  it('that others of this replica hold are waited for, and found when they are given back', async () => {
    const { hint, pick, later } = event();
    const held = await pick(6, 'Floor');
    expect(await later(1, 'Floor')).toBeUndefined();
    const waiting = later(1, 'Floor');
    hint.settle(held, 'unused');
    expect(await waiting).toMatchObject({ seatIds: [expect.any(Number)] });
  });

  it('do not come back through a read that began before they were sold', async () => {
    const { hint, database, pick, labels } = event();
    const [first, second] = [await pick(2), await pick(2)];
    database.beforeAnswer = async () => hint.settle(first, 'sold');
    await hint.refresh();
    expect(labels(await pick(2))).toBe('B1 B2');
    hint.settle(second, 'sold');
    database.beforeAnswer = () => Promise.resolve();
    for (const seatId of [2, 3, 4, 5, 6, 7, 8]) database.free.delete(seatId);
    await hint.refresh();
    expect(labels(await pick(1))).toBe('A1');
  });

  it('are picked from ever more of the best places while picks are lost', async () => {
    const places = async (lost: number, sold: number): Promise<number | undefined> => {
      const { hint, pick } = event();
      for (let n = 0; n < lost; n += 1) hint.settle(await pick(1), 'contended');
      for (let n = 0; n < sold; n += 1) hint.settle(await pick(1), 'sold');
      return (await pick(1)).items[0]?.section.places;
    };
    expect(
      await Promise.all([places(0, 3), places(1, 0), places(3, 0), places(3, 2), places(99, 0)]),
    ).toEqual([1, 2, 8, 6, 64]);
  });

  it('fail as the read fails', async () => {
    const { hint, database, later, pick, labels } = event();
    database.beforeAnswer = () => Promise.reject(new Error('no database'));
    await expect(later(1)).rejects.toThrow('no database');
    await expect(hint.refresh()).rejects.toThrow('no database');
    database.beforeAnswer = () => Promise.resolve();
    expect(labels(await pick(1))).toBe('A1');
  });
});

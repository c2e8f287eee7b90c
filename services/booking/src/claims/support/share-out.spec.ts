import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '#contracts';
import { overLimit } from '../../ledger/customer-limit.js';
import type { SeatRead, SeatStatus } from '../../ledger/seat.js';
import type { ClaimRequest } from '../claim-strategy.js';
import { type Share, shareOut, withoutRefused } from './share-out.js';

const seat = (seat_id: number, status: SeatStatus = 'available', version = 0): SeatRead => ({
  seat_id,
  status,
  version,
  label: `A${seat_id}`,
  section: 'Stalls',
  read_at: '',
});
const SEATS = [seat(1), seat(2), seat(3), seat(4, 'booked', 7)];

/** @param who customer/key */
const claim = (
  seatIds: readonly number[],
  who: string,
  maxPerCustomer: number | null = null,
): ClaimRequest => {
  const [customerId = '', idempotencyKey = ''] = who.split('/');
  const policy = { ...DEFAULT_POLICY, maxPerCustomer };
  return { seatIds, customerId, idempotencyKey, policy } as ClaimRequest;
};

/** A refusal as the seats it names, with the version. */
const short = (share: Share): string =>
  typeof share === 'string' || share.kind !== 'taken'
    ? JSON.stringify(share)
    : share.seats.map(({ label, version }) => `${label}@${version}`).join();
const shared = (requests: ClaimRequest[]): string[] => shareOut(requests, SEATS).map(short);

const WINS = '"wins"';
const AGAIN = '"again"';

describe('seats shared out among claims', () => {
  it('go to the first who wants them; the next is told the version that the first makes', () => {
    expect(shared([claim([1], 'a/1'), claim([1], 'b/1'), claim([2], 'c/1')])).toEqual([WINS, 'A1@1', WINS]);
  });

  it('are all or none: whoever overlaps a winner has none, and leaves the rest to others', () => {
    const three = [claim([1, 2], 'a/1'), claim([2, 3], 'b/1'), claim([3], 'c/1')];
    expect(shared(three)).toEqual([WINS, 'A2@1', WINS]);
  });

  it('that were taken before are refused at the version that was read', () => {
    expect(shared([claim([3, 4], 'a/1'), claim([3], 'b/1')])).toEqual(['A4@7', WINS]);
  });

  it('two of one key are not decided together', () => {
    expect(shared([claim([1], 'a/1'), claim([1], 'a/1'), claim([2], 'a/2')])).toEqual([WINS, AGAIN, WINS]);
  });

  it('two of one customer are not decided together where customers are counted', () => {
    expect(shared([claim([1], 'a/1', 4), claim([2], 'a/2', 4), claim([3], 'b/1', 4)])).toEqual([
      WINS,
      AGAIN,
      WINS,
    ]);
  });

  it('a key that lost does not hold up its next claim', () => {
    expect(shared([claim([4], 'a/1'), claim([1], 'a/1')])).toEqual(['A4@7', WINS]);
  });

  it('a seat that nobody locked is a mistake', () => {
    expect(() => shared([claim([9], 'a/1')])).toThrow('seat 9 was not locked');
  });
});

describe('when a winner turns out to be refused', () => {
  const [refused, winner] = [claim([1], 'refused/1'), claim([2], 'winner/1')];
  const settled = (...others: ClaimRequest[]): string[] => {
    const requests = [refused, winner, ...others];
    const refusal = (one: ClaimRequest) => (one === refused ? overLimit(one) : undefined);
    return withoutRefused(requests, shareOut(requests, SEATS), SEATS, refusal).map(short);
  };

  it('is told so, and the other winners stay winners', () => {
    expect(settled()).toEqual([expect.stringContaining('customer-limit'), WINS]);
  });

  it('whoever lost only to it comes again', () => {
    expect(settled(claim([1], 'b/1'), claim([1, 3], 'c/1')).slice(2)).toEqual([AGAIN, AGAIN]);
  });

  it('whoever also lost to a winner, or to a seat taken before, stays refused', () => {
    const others = [claim([1, 2], 'b/1'), claim([1, 4], 'c/1')];
    expect(settled(...others).slice(2)).toEqual(['A1@1,A2@1', 'A1@1,A4@7']);
  });
});

import { describe, expect, it } from 'vitest';
import { differences } from './verification.js';

const ROWS = { live: 100, refused: 5, liveSeats: 100, soldTwice: 0, wrongVersions: 0, strayRows: 0 };
const TOLD = { yes: 98, no: 6, cutOff: 10, seatsPerClaim: 1 };

describe('rows and what was told', () => {
  it('agree when only what was cut off is open', () => {
    expect(differences(ROWS, TOLD)).toEqual([]);
  });

  it.each([
    ['a yes that is not stored', { live: 97, liveSeats: 97 }, '98 were told yes, and 97 claims are live'],
    [
      'more claims than requests',
      { live: 109, liveSeats: 109 },
      '109 claims are live, 98 were told yes, 10 were cut off',
    ],
    ['a seat sold twice', { soldTwice: 1 }, '1 seats are sold twice'],
    [
      'a version that skips',
      { wrongVersions: 2 },
      '2 seats have another version or status than their ledger',
    ],
    [
      'a live seat without a row',
      { strayRows: 3 },
      '3 live seats have no row of their claim in the ledger, or two',
    ],
    ['half a basket', { liveSeats: 99 }, '100 claims of 1 have 99 live seats'],
    ['a refusal nobody was told', { refused: 17 }, '17 refusals are stored, and 6 were told no'],
  ])('%s', (_, rows, sentence) => {
    expect(differences({ ...ROWS, ...rows }, TOLD)).toEqual([sentence]);
  });
});

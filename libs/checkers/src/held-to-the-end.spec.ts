import { expect, test } from 'vitest';
import { hold, lifeOf, wrote } from '../test/life.js';
import { heldToTheEnd } from './held-to-the-end.js';

const END_US = 5_000;
const ended = (status: string, atUs: number) =>
  heldToTheEnd(lifeOf(hold(status, END_US), [], [wrote('held', 'available', atUs, -1)]));

test('a hold is ended at its time or later', () => {
  expect(ended('expired', END_US)).toEqual([]);
  expect(ended('booked', END_US + 1)).toEqual([]);
});

test('one that was ended before is named with how much was left of it', () => {
  expect(ended('expired', END_US - 2_500)).toMatchObject([
    {
      ...{ kind: 'ended-early', implies: 'UNSAFE', claims: ['claim-1'] },
      text: 'A1 was taken from customer-1 (booking-1) 3 ms before the end of his hold.',
    },
  ]);
});

test('also where a late payment booked it again', () => {
  expect(ended('booked', END_US - 1)).toMatchObject([{ kind: 'ended-early' }]);
});

test('its bearer may give it back when he likes', () => {
  expect(ended('released', 0)).toEqual([]);
});

test('a booking is never ended as a hold that is over, and may be given back', () => {
  const rows = [wrote('booked', 'available', END_US + 1, -1)];
  expect(heldToTheEnd(lifeOf(hold('expired', END_US), [], rows))[0]?.text).toBe(
    'A1 was taken from customer-1 (booking-1) as a hold that is over, though it was booked.',
  );
  expect(heldToTheEnd(lifeOf(hold('cancelled', END_US), [], rows))).toEqual([]);
});

test('a claim that never was a hold is not judged', () => {
  const rows = [wrote('held', 'available', 0, -1)];
  expect(heldToTheEnd(lifeOf(hold('expired', null), [], rows))).toEqual([]);
});

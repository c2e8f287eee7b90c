import { expect, test } from 'vitest';
import { hold, lifeOf, said } from '../test/life.js';
import { toldStaysSo } from './told-stays-so.js';

test('what was told and is so is no finding', () => {
  const changes = [said('confirm', 'booked', [0, 9]), said('read', 'booked', [20, 29])];
  expect(toldStaysSo(lifeOf(hold('booked'), changes))).toEqual([]);
});

test('told booked, and swept', () => {
  const found = toldStaysSo(lifeOf(hold('expired'), [said('confirm', 'booked', [0, 9])]));
  expect(found).toMatchObject([
    { kind: 'lost-acknowledgement', implies: 'UNSAFE', seat: 'A1', claims: ['claim-1'] },
  ]);
  expect(found[0]?.text).toBe('customer-1 was told that A1 is booked (booking-2), but his claim is expired.');
});

test('a confirmation that was answered with yes, and the claim is still held', () => {
  const changes = [said('confirm', 'held', [0, 9])];
  expect(toldStaysSo(lifeOf(hold('held'), changes))).toMatchObject([{ kind: 'lost-acknowledgement' }]);
});

test('who gave his booking back has none, and one that was over may be paid for late', () => {
  const back = [said('confirm', 'booked', [0, 9]), said('give-back', 'cancelled', [20, 29])];
  expect(toldStaysSo(lifeOf(hold('cancelled'), back))).toEqual([]);
  const late = [said('give-back', 'expired', [0, 9]), said('pay', null, [20, 29])];
  expect(toldStaysSo(lifeOf(hold('booked'), late))).toEqual([]);
});

test('told given back, and still his', () => {
  const changes = [said('give-back', 'released', [0, 9])];
  expect(toldStaysSo(lifeOf(hold('held'), changes))).toMatchObject([{ kind: 'lost-acknowledgement' }]);
});

test('an answer has ms and a row has µs: an extension is lost beyond that', () => {
  const extended = (expiresAtUs: number) => [said('extend', 'held', [0, 9], { expiresAtUs })];
  expect(toldStaysSo(lifeOf(hold('held', 5_400), extended(6_000)))).toEqual([]);
  expect(toldStaysSo(lifeOf(hold('held', 5_400), extended(9_000)))).toMatchObject([
    { kind: 'lost-acknowledgement' },
  ]);
});

test('told over, then confirmed: only what was sent after it came back', () => {
  const over = said('read', 'expired', [10, 19]);
  const after = [over, said('confirm', 'booked', [20, 29])];
  expect(toldStaysSo(lifeOf(hold('booked'), after))).toMatchObject([{ kind: 'came-back', seat: 'A1' }]);
  const before = [over, said('confirm', 'booked', [5, 29])];
  expect(toldStaysSo(lifeOf(hold('booked'), before))).toEqual([]);
});

test('told over, and not swept yet, is over all the same', () => {
  expect(toldStaysSo(lifeOf(hold('held'), [said('read', 'expired', [0, 9])]))).toEqual([]);
});

test('what somebody without the token was told is not judged here', () => {
  const meddled = [said('confirm', 'booked', [0, 9], { bearer: false })];
  expect(toldStaysSo(lifeOf(hold('expired'), meddled))).toEqual([]);
});

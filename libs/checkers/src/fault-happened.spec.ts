import { expect, test } from 'vitest';
import { goodSale } from '../test/recorded-sale.js';
import { faultHappened } from './fault-happened.js';

test('a fault that hit, and none at all, are no finding', () => {
  expect(faultHappened(goodSale().evidence())).toEqual([]);
  expect(faultHappened(goodSale().evidence({ fault: { name: 'pause-holder', hits: 1 } }))).toEqual([]);
});

test('a fault that hit nothing leaves no verdict', () => {
  expect(faultHappened(goodSale().evidence({ fault: { name: 'pause-holder', hits: 0 } }))).toMatchObject([
    {
      kind: 'fault-missed',
      implies: 'INCONCLUSIVE',
      text: 'The fault pause-holder was asked for, but hit nothing.',
    },
  ]);
});

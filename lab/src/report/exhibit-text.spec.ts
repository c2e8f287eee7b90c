import { expect, test } from 'vitest';
import { asShown } from '../exhibiting.js';
import type { Shown } from '../exhibiting.js';
import type { Exhibit, Scene } from '../exhibits/exhibit.js';
import { exhibitJson } from './exhibit-json.js';
import { exhibitText, wrapped } from './exhibit-text.js';

const never = (): Promise<Scene> => Promise.reject(new Error('is not played here'));
const exhibit: Exhibit = {
  title: 'A door without a lock',
  shows: 'Two walk in.',
  means: 'Doors need locks.',
  seed: 'a house',
  failure: { what: 'open', play: never },
  cure: { what: 'locked', play: never },
};
const scene = (asExpected: boolean, value: number): Scene => ({
  asExpected,
  runs: [],
  figures: [
    { name: 'inside', value },
    { name: 'waited for', value: 3, unit: 'ms' },
  ],
});
const shown = (caught: boolean, held: boolean): Shown => ({
  ...{ name: 'door', exhibit, failure: scene(caught, 2), cure: scene(held, 1) },
});

test('says what will be seen, both halves with their figures, and what it means', () => {
  expect(exhibitText(shown(true, true)).split('\n')).toEqual([
    'exhibit door   A door without a lock',
    ...['', '  Two walk in.', '', '  The failure: open', ''],
    ...['  inside      2', '  waited for  3 ms', '', '  The cure: locked', ''],
    ...['  inside      1', '  waited for  3 ms', '', '  Doors need locks.', ''],
    '  Failure caught, cure held.',
  ]);
});

test.each([
  { caught: false, held: true, says: '  The failure was not as expected, cure held.' },
  { caught: true, held: false, says: '  Failure caught, the cure was not as expected.' },
])('means nothing unless both were as expected: $says', ({ caught, held, says }) => {
  const text = exhibitText(shown(caught, held));
  expect(text).not.toContain('Doors need locks.');
  expect(text.split('\n').at(-1)).toBe(says);
  expect(asShown(shown(caught, held))).toBe(false);
});

test('for programs: all of them, and whether all were as expected', () => {
  const both = { asExpected: true, failure: { what: 'open', asExpected: true }, cure: { asExpected: true } };
  expect(exhibitJson([shown(true, true)])).toMatchObject({ asExpected: true, exhibits: [both] });
  expect(exhibitJson([shown(true, true), shown(true, false)])).toMatchObject({
    asExpected: false,
    exhibits: [{ asExpected: true }, { asExpected: false, cure: { asExpected: false } }],
  });
});

test('long sentences end before the edge, between words', () => {
  const text = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ');
  const lines = wrapped(text).split('\n');
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.every((line) => line.startsWith('  ') && line.length <= 110)).toBe(true);
  expect(lines.map((line) => line.trim()).join(' ')).toBe(text);
});

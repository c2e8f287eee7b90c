import type { Track } from './model.js';

/** As few tracks as it takes so that nothing lies on anything else; who comes first lies first. */
export function packed(items: readonly Track[]): Track[] {
  const tracks: (Track & { endsAtUs: number })[] = [];
  for (const item of items.toSorted((one, other) => startOf(one) - startOf(other))) {
    const free = tracks.find(({ endsAtUs }) => endsAtUs < startOf(item));
    if (free === undefined) {
      tracks.push({ spans: [...item.spans], marks: [...item.marks], endsAtUs: endOf(item) });
    } else {
      free.spans.push(...item.spans);
      free.marks.push(...item.marks);
      free.endsAtUs = endOf(item);
    }
  }
  return tracks.map(({ spans, marks }) => ({ spans, marks }));
}

const startOf = ({ spans, marks }: Track): number =>
  Math.min(...spans.map((span) => span.fromUs), ...marks.map((mark) => mark.atUs));
const endOf = ({ spans, marks }: Track): number =>
  Math.max(...spans.map((span) => span.toUs), ...marks.map((mark) => mark.atUs));

/** A picture that GitHub shows as it is: no script, and colours of its own for a dark page. */
const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1b1d22; }
  .soft { fill: #5c6068; } .line { stroke: #e3e1db; }
  .one { fill: #3d6bb3; } .two { fill: #b98b2f; } .three { fill: #2f8f86; } .four { fill: #8a5aa8; }
  .five { fill: #b3504a; } .six { fill: #7c8290; } .seven { fill: #c9c6bd; }
  @media (prefers-color-scheme: dark) {
    text { fill: #eceae5; } .soft { fill: #a3a7b0; } .line { stroke: #32363f; }
    .one { fill: #86aef0; } .two { fill: #d6ab55; } .three { fill: #63c7bd; } .four { fill: #c39be0; }
    .five { fill: #ff8f87; } .six { fill: #a3a7b0; } .seven { fill: #555b66; }
  }`;
const CLASSES = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'] as const;
const WIDTH = 800;
const LEFT = 150;
const RIGHT = 90;
const TOP = 64;
const ROW = 28;
const BAR = 18;
const LEGEND_GAP = 26;
const LETTER = 7.2;

export interface Bar {
  readonly label: string;
  /** one after the other, in the order of the legend */
  readonly parts: readonly number[];
  readonly text: string;
}

export interface BarChart {
  readonly title: string;
  readonly legend: readonly string[];
  readonly bars: readonly Bar[];
}

export function barsSvg({ title, legend, bars }: BarChart): string {
  const sums = bars.map(({ parts }) => parts.reduce((sum, part) => sum + part, 0));
  const scale = (WIDTH - LEFT - RIGHT) / Math.max(1, ...sums);
  const height = TOP + bars.length * ROW + 8;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}"`,
    `  role="img" aria-label="${escaped(title)}">`,
    `<style>${STYLE}\n</style>`,
    `<text x="16" y="22" font-weight="600">${escaped(title)}</text>`,
    legendOf(legend),
    `<line class="line" x1="${LEFT}" y1="${TOP - 6}" x2="${LEFT}" y2="${height - 6}"/>`,
    ...bars.map((bar, index) => barOf(bar, TOP + index * ROW, scale)),
    '</svg>',
    '',
  ].join('\n');
}

function legendOf(legend: readonly string[]): string {
  let x = 16;
  const marks = legend.map((word, index) => {
    const mark = `<rect class="${classOf(index)}" x="${x}" y="34" width="12" height="12"/>`;
    const text = `<text class="soft" x="${x + 17}" y="45">${escaped(word)}</text>`;
    x += Math.round(LEGEND_GAP + word.length * LETTER + 12);
    return mark + text;
  });
  return marks.join('\n');
}

function barOf({ label, parts, text }: Bar, y: number, scale: number): string {
  let x = LEFT;
  const rects = parts.map((part, index) => {
    const width = part * scale;
    const place = `x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${BAR}"`;
    x += width;
    return `<rect class="${classOf(index)}" ${place}/>`;
  });
  const name = `<text x="${LEFT - 8}" y="${y + 13}" text-anchor="end">${escaped(label)}</text>`;
  return [
    name,
    ...rects,
    `<text class="soft" x="${(x + 6).toFixed(1)}" y="${y + 13}">${escaped(text)}</text>`,
  ].join('');
}

const classOf = (index: number): string => CLASSES[index % CLASSES.length] ?? CLASSES[0];

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

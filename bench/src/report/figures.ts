/** Three digits are more than two runs agree on. */
export function rounded(value: number | null): string {
  if (value === null || Number.isNaN(value)) return '–';
  if (Math.abs(value) >= 1_000) return Number(value.toPrecision(3)).toLocaleString('en');
  return `${Number(value.toPrecision(value < 10 ? 2 : 3))}`;
}

export const ratioText = (ratio: number): string => ratio.toFixed(2);

/** Median and, below it, all that was seen. */
export const rangeText = ({
  median,
  least,
  most,
}: Readonly<Record<'median' | 'least' | 'most', number>>): string =>
  `${rounded(median)} (${rounded(least)} – ${rounded(most)})`;

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, index) => (index === 0 ? '---' : '--:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

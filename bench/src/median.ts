/** Of an even number of them, the mean of the two in the middle; of none, NaN. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const upper = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? upper - 1 : upper], sorted[upper]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

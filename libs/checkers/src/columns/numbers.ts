import { NONE } from './columns.js';

/** Names as numbers from 0, in the order in which they turn up. */
export class Numbers {
  readonly names: string[] = [];
  private readonly numbers = new Map<string, number>();

  get count(): number {
    return this.names.length;
  }

  of(name: string | null | undefined): number {
    if (name === null || name === undefined) return NONE;
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    this.numbers.set(name, this.count);
    this.names.push(name);
    return this.count - 1;
  }
}

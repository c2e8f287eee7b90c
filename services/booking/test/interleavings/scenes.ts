/** Who wants what, and from whom. */
export interface Scene {
  readonly name: string;
  /** Of the two claims, in the order in which they name their seats. */
  readonly wants: readonly [readonly number[], readonly number[]];
  readonly replicas: readonly [number, number];
}

type Wants = Scene['wants'];

const WANTS: Readonly<Record<string, Wants>> = {
  'one seat': [[1], [1]],
  'the same two seats, named in opposite orders': [
    [1, 2],
    [2, 1],
  ],
  'two seats each, one of them in common': [
    [1, 2],
    [2, 3],
  ],
};

const placed = (replicas: Scene['replicas']): Scene[] =>
  Object.entries(WANTS).map(([name, wants]) => ({ name, wants, replicas }));

/** Both claims come to one replica. */
export const TOGETHER = placed([0, 0]);
/** Each comes to a replica of its own. */
export const APART = placed([0, 1]);

/** Who wants what, and from whom. */
export interface Scene {
  readonly name: string;
  /** Of the two claims, in the order in which they name their seats. */
  readonly wants: readonly (readonly number[])[];
  /** To which each of them comes. */
  readonly replicas: readonly number[];
  /** Nothing tells the two claims apart, so that whoever moves first is called A. */
  readonly alike: boolean;
  /** They differ in nothing but the order in which they name their seats. */
  readonly onlyNamedApart: boolean;
  /**
   * A third claim of another seat of the event, which is begun first and ends when the two wait for it. Without one
   * that is under way nothing ever waits in a line, and no batch has more than one claim.
   */
  readonly behind?: readonly number[];
}

const NOBODYS_SEAT = 0;

const WANTS: readonly Pick<Scene, 'name' | 'wants' | 'alike' | 'onlyNamedApart'>[] = [
  { name: 'one seat', wants: [[1], [1]], alike: true, onlyNamedApart: false },
  {
    name: 'the same two seats, named in opposite orders',
    wants: [
      [1, 2],
      [2, 1],
    ],
    alike: false,
    onlyNamedApart: true,
  },
  {
    name: 'two seats each, one of them in common',
    wants: [
      [1, 2],
      [2, 3],
    ],
    alike: false,
    onlyNamedApart: false,
  },
];

/** Both claims come to one replica. */
export const TOGETHER: readonly Scene[] = WANTS.map((one) => ({ ...one, replicas: [0, 0] }));
/** Both have waited there for a third one. */
export const BEHIND: readonly Scene[] = WANTS.map((one) => ({
  ...one,
  replicas: [0, 0, 0],
  behind: [NOBODYS_SEAT],
}));
/** Each comes to a replica of its own. */
export const APART: readonly Scene[] = WANTS.map((one) => ({ ...one, replicas: [0, 1] }));

/** Those in which a lease is lost: all of a claim's are taken together and in one order, however it names its seats. */
export const LOSING: readonly Scene[] = APART.filter(({ onlyNamedApart }) => !onlyNamedApart);

export const isApart = ({ replicas }: Scene): boolean => new Set(replicas).size > 1;

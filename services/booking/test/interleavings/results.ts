import type { Guarantee } from '#contracts';
import type { Played } from './execution.ts';
import { type Scene, isApart } from './scenes.ts';
import { orderOf, storyOf, turnsOf, undoneIn } from './stories.ts';

/** What every order of a scene came to. */
export interface Result {
  readonly scene: Scene;
  /** In each of them a lease was lost; in none of them, where it is false. */
  readonly leaseLost: boolean;
  readonly orders: number;
  /** The shortest story first. */
  readonly soldTwice: readonly Played[];
  /** Anything else that the checkers found. */
  readonly otherwiseWrong: readonly Played[];
  readonly nobodyServed: number;
  readonly undone: ReadonlySet<string>;
}

const hasFound = ({ findings }: Played, kind: string): boolean => findings.some((one) => one.kind === kind);
/** Of two that are as long, the one in which it is seldom another's turn. */
const shortestFirst = (played: readonly Played[]): Played[] =>
  played.toSorted(
    (one, other) =>
      storyOf(one).length - storyOf(other).length ||
      turnsOf(one) - turnsOf(other) ||
      one.choices.join().localeCompare(other.choices.join()),
  );
export const ordersIn = (played: readonly Played[]): number => new Set(played.map(orderOf)).size;

export function resultOf(scene: Scene, leaseLost: boolean, all: readonly Played[]): Result {
  const played = all.filter(({ choices }) => choices.includes('lose') === leaseLost);
  return {
    ...{ scene, leaseLost },
    orders: ordersIn(played),
    soldTwice: shortestFirst(played.filter((one) => hasFound(one, 'double-sale'))),
    otherwiseWrong: played.filter(({ findings }) => findings.some(({ kind }) => kind !== 'double-sale')),
    nobodyServed: played.filter(({ outcomes }) => outcomes.every(({ kind }) => kind !== 'claimed')).length,
    undone: new Set(played.flatMap(undoneIn)),
  };
}

/** Where a seat must never be sold twice, and where it must be seen to be: in at least one order. */
const PROMISED: Readonly<
  Record<Guarantee, { never: (one: Result) => boolean; some?: (one: Result) => boolean }>
> = {
  none: { never: () => false, some: () => true },
  'one-process': { never: ({ scene }) => !isApart(scene), some: ({ scene }) => isApart(scene) },
  lease: { never: ({ leaseLost }) => !leaseLost, some: ({ leaseLost }) => leaseLost },
  strict: { never: () => true },
};

export const whereIn = ({ scene, leaseLost }: Result): string =>
  [
    scene.name,
    isApart(scene) ? 'in two replicas' : 'in one replica',
    ...(scene.behind === undefined ? [] : ['behind a third claim']),
    ...(leaseLost ? ['with a lost lease'] : []),
  ].join(', ');

export function toldInFull(one: Result, played: Played): string {
  const lines = storyOf(played).map((line, index) => `${index + 1}. ${line}`);
  return [`${whereIn(one)}:`, ...lines, ...played.findings.map(({ text }) => text)].join('\n');
}

/** What differs from what a strategy with this guarantee promises, in both directions. */
export function surprises(
  guarantee: Guarantee,
  results: readonly Result[],
  withLostLeases: boolean,
): string[] {
  const { never, some } = PROMISED[guarantee];
  const broken = results
    .filter(never)
    .flatMap((one) => one.soldTwice.slice(0, 1).map((told) => toldInFull(one, told)));
  const wrong = results.flatMap((one) => one.otherwiseWrong.slice(0, 1).map((told) => toldInFull(one, told)));
  // where no lease is lost, it need not be seen what becomes of a lease that is
  const isDue = some !== undefined && (withLostLeases || guarantee !== 'lease');
  const unseen = isDue && !results.some((one) => some(one) && one.soldTwice.length > 0);
  return [
    ...broken,
    ...wrong,
    ...(unseen ? [`no order sells a seat twice, and "${guarantee}" says one would`] : []),
  ];
}

/** The shortest story of all; undefined: there is none. */
export function shortest(results: readonly Result[]): { result: Result; played: Played } | undefined {
  const found = results.flatMap((result) =>
    result.soldTwice.slice(0, 1).map((played) => ({ result, played })),
  );
  return found.toSorted((one, other) => storyOf(one.played).length - storyOf(other.played).length)[0];
}

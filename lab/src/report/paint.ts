import { styleText } from 'node:util';
import type { Verdict } from '#checkers';

type Colour = Parameters<typeof styleText>[0];

/** Colour only on a terminal that wants it: styleText looks at the stream and at NO_COLOR. */
export const paint = (colour: Colour, text: string): string =>
  styleText(colour, text, { stream: process.stdout, validateStream: true });

export const COLOURS: Readonly<Record<Verdict, Colour>> = {
  SAFE: 'green',
  UNSAFE: 'red',
  UNAVAILABLE: 'yellow',
  INCONCLUSIVE: 'yellow',
};
export const paintVerdict = (verdict: Verdict, width = 0): string =>
  paint(COLOURS[verdict], verdict.padEnd(width));

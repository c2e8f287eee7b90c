import { sqlState } from '#postgres';
import type { Played } from './execution.ts';
import { labelOf } from './lane.ts';
import { ENDS, type Move } from './player.ts';

/** A counterexample that is longer than this is no explanation. */
export const LINES_MOST = 10;

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
export const SERIALIZATION_FAILURE = '40001';
export const DEADLOCK = '40P01';
const REFUSED: Readonly<Record<string, string>> = {
  [SERIALIZATION_FAILURE]: 'is undone (serialization failure)',
  [DEADLOCK]: 'is undone (deadlock)',
  '55P03': 'would have to wait',
};
const TOLD: Readonly<Record<string, string>> = {
  claimed: 'is told yes',
  taken: 'is told no',
  contended: 'is told to try again',
};

/** What a statement did shows in the columns that it returns. */
function rowInWords(row: object): string[] {
  const { seat_id: seatId, status, version, from_status: from, fence, token } = Object(row);
  if (token !== undefined) return ['takes the next token'];
  if (seatId === undefined || version === undefined) return [];
  const seat = labelOf(Number(seatId));
  if (from !== undefined) return [`writes ${seat}: version ${version}, it was ${from}`];
  if (status === undefined) return [`writes ${seat}: version ${version}`];
  return [`reads ${seat}: ${status}, version ${version}${fence === undefined ? '' : `, fence ${fence}`}`];
}

function inWords({ sent, answered: { rows, error } }: Move['did'][number]): string[] {
  if (error !== undefined) return [REFUSED[sqlState(error) ?? ''] ?? 'fails'];
  if (sent.text === 'COMMIT') return ['commits'];
  if (rows.length === 0 && sent.text.includes('UPDATE booking.seats')) return ['finds no row to write'];
  return rows.flatMap(rowInWords);
}

function line(move: Move, outcome: string | undefined): string {
  if (move.lost === true) return `${move.name} loses its lease`;
  const steps = move.steps.filter((step) => step !== ENDS);
  const did = [...new Set(move.did.flatMap(inWords))];
  const words = did.length === 0 && steps.includes('after-lock') ? ['gets the lock'] : did;
  if (move.waited) words.push('waits');
  if (outcome !== undefined && move.steps.includes(ENDS)) words.push(TOLD[outcome] ?? `is told ${outcome}`);
  return `${move.name} ${words.join('; ') || 'goes on'}${steps.length > 0 ? ` (${steps.join(', ')})` : ''}`;
}

const commits = ({ did }: Move): boolean => did.some(({ sent }) => sent.text === 'COMMIT');

/** Who did which step, what was read, what was written: until all is written. */
export function storyOf({ story, outcomes }: Played): string[] {
  const told = story.slice(0, story.findLastIndex(commits) + 1);
  return told.map((move) => line(move, outcomes[['A', 'B', 'C'].indexOf(move.name)]?.kind));
}

const undoneAs = ({ did }: Move): string[] =>
  did.flatMap(({ answered: { error } }) => {
    const state = error === undefined ? undefined : sqlState(error);
    return state === SERIALIZATION_FAILURE || state === DEADLOCK ? [state] : [];
  });

/** SQLSTATEs with which PostgreSQL undid one because of the other. */
export const undoneIn = ({ story }: Played): string[] => story.flatMap(undoneAs);

/**
 * The order in one word. Which of two transactions in a circle PostgreSQL undoes is its own decision, so that up to
 * there the order is the same.
 */
export function orderOf({ story }: Played): string {
  const undone = story.findIndex((move) => undoneAs(move).includes(DEADLOCK));
  const chosen = (undone < 0 ? story : story.slice(0, undone + 1)).filter((move) => move.chosen);
  const words = chosen.map(
    (move) => `${move.name} ${move.steps.join()} ${move.waited} ${move.lost ?? false}`,
  );
  const closing = undone < 0 ? undefined : chosen.at(-1);
  return closing === undefined
    ? words.join('; ')
    : [...words.slice(0, -1), `${closing.name} closes a circle`].join('; ');
}

/** How often another one goes on; what a reader has to follow. */
export const turnsOf = ({ story }: Played): number =>
  story.filter(({ name }, index) => index > 0 && name !== story[index - 1]?.name).length;

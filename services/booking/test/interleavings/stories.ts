import { sqlState } from '#postgres';
import type { Played } from './execution.ts';
import { labelOf } from './lane.ts';
import { ENDS, type Move } from './player.ts';

/** A counterexample that is longer than this is no explanation. */
export const LINES_MOST = 10;

const REFUSED: Readonly<Record<string, string>> = {
  '40001': 'is undone (serialization failure)',
  '40P01': 'is undone (deadlock)',
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
  if (token !== undefined) return [`takes token ${token}`];
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

/** SQLSTATEs with which PostgreSQL undid one because of the other. */
export const undoneIn = ({ story }: Played): string[] =>
  story.flatMap(({ did }) =>
    did.flatMap(({ answered: { error } }) => {
      const state = error === undefined ? undefined : sqlState(error);
      return state === '40001' || state === '40P01' ? [state] : [];
    }),
  );

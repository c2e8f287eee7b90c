import { ENDS, type Move } from './player.ts';
import type { Played } from './execution.ts';
import { sqlState } from '#postgres';
import { labelOf } from './lane.ts';

type Done = Move['did'][number];

const UNDONE: Readonly<Record<string, string>> = {
  '40001': 'is undone: serialization failure',
  '40P01': 'is undone: deadlock',
  '55P03': 'is refused: it would have to wait',
};

const endings = { claimed: 'is told yes', taken: 'is told no', contended: 'is told to try again' } as const;

/** What a statement shows of itself by the columns it returns. */
function rowInWords(row: object): string {
  const {
    seat_id: seatId,
    status,
    version,
    from_status: from,
    fence,
    token,
  } = row as Record<string, unknown>;
  if (token !== undefined) return 'takes a token';
  if (seatId === undefined || version === undefined) return '';
  const seat = `${labelOf(Number(seatId))}`;
  if (from !== undefined) return `writes ${seat}: version ${String(version)}, over ${String(from)}`;
  if (status === undefined) return `writes ${seat}: version ${String(version)}`;
  const fenced = fence === undefined ? '' : `, fence ${String(fence)}`;
  return `reads ${seat}: ${String(status)}, version ${String(version)}${fenced}`;
}

function inWords({ sent, answered: { rows, error } }: Done): string[] {
  if (error !== undefined) return [UNDONE[sqlState(error) ?? ''] ?? 'fails'];
  if (sent.text === 'COMMIT') return ['commits'];
  if (rows.length === 0 && sent.text.includes('UPDATE booking.seats')) return ['finds no row to write'];
  return rows.map(rowInWords).filter((words) => words !== '');
}

const did = (move: Move): string => [...new Set(move.did.flatMap(inWords))].join('; ');

export function moveInWords(move: Move, { outcomes }: Played): string {
  if (move.lost === true) return `${move.name} loses its lease`;
  const steps = move.steps.filter((step) => step !== ENDS).join(', ');
  const outcome = outcomes[move.name === 'A' ? 0 : 1];
  const ended = move.steps.includes(ENDS) && outcome !== undefined ? endingOf(outcome.kind) : '';
  const words = [did(move), move.waited ? 'waits' : '', ended].filter((part) => part !== '').join('; ');
  return `${move.name} ${words || 'goes on'}${steps === '' ? '' : ` (${steps})`}`;
}

const endingOf = (kind: string): string =>
  kind in endings ? endings[kind as keyof typeof endings] : `is told ${kind}`;

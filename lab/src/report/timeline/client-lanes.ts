import type { Answer, Operation } from '#checkers';
import { groupBy } from '../../group-by.js';
import { packed } from './packing.js';
import type { Lane, Mark, Span, Tone } from './model.js';

const TONES: Readonly<Record<Answer['kind'], Tone>> = {
  ok: 'yes',
  fail: 'no',
  unknown: 'open',
  retry: 'plain',
};

/** A lane for each customer: his requests from the first try to the last answer. */
export const clientLanes = (operations: readonly Operation[]): Lane[] =>
  [...groupBy(operations, (operation) => operation.customer)].map(([customer, own]) => ({
    group: 'clients',
    name: customer,
    tracks: packed(own.map((one) => ({ spans: [operationSpan(one)], marks: one.answers.map(answerMark) }))),
  }));

function operationSpan(operation: Operation): Span {
  const { outcome, invokedAtUs, completedAtUs, attempts } = operation;
  const last = operation.answers.at(-1);
  const wants = operation.seats.length > 0 ? operation.seats.join(', ') : `any ${operation.quantity}`;
  const tries = attempts === 1 ? 'once' : `${attempts} times`;
  const became = { ok: 'yes', fail: 'no', unknown: 'never known' }[outcome];
  return {
    kind: 'operation',
    fromUs: invokedAtUs,
    // while it is unknown it has no end, and in JSON that is null
    toUs: Number.isFinite(completedAtUs) ? completedAtUs : (last?.atUs ?? invokedAtUs),
    tone: TONES[outcome],
    label: wants,
    tells: `${operation.customer} asks ${tries} for ${wants}: ${became}`,
  };
}

function answerMark(answer: Answer): Mark {
  const what = answer.status === null ? answer.code : `${answer.status} ${answer.code}`;
  const by = answer.answeredBy === null ? '' : ` from ${answer.answeredBy}`;
  return {
    kind: 'answer',
    atUs: answer.atUs,
    tone: TONES[answer.kind],
    label: answer.status === null ? '?' : String(answer.status),
    tells: `answered ${what}${by}`,
  };
}

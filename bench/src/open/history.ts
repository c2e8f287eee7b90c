import type { Operation } from '#checkers';
import { classify } from '../../../lab/src/driver/classify.js';
import type { Reply } from '../../../lab/src/driver/buyer-connection.js';
import type { HistoryLine } from '../../../lab/src/history/lines.js';
import { operationsOf } from '../../../lab/src/history/operations.js';
import type { Sent } from './generated.js';

const HEAD_END = '\r\n\r\n';
const SEPARATOR = ': ';

/** What the generator saw, as the lab's checkers read it: a key a request, sent once. */
export function historyOf(sent: readonly Sent[], requests: readonly string[]): Operation[] {
  const lines = sent.flatMap((one, index): HistoryLine[] => {
    const [key = '', text = '{}'] = requests[index]?.split('\t') ?? [];
    const { customerId, seats } = JSON.parse(text) as { customerId: string; seats: string[] };
    const request = { process: index, key, attempt: 1 };
    const about = { customer: customerId, seats, quantity: seats.length };
    const invoke = { kind: 'invoke' as const, atUs: one.sentUs, ...request, ...about };
    if (one.doneUs === null) return [invoke];
    const answer = classify(
      one.answer === null ? { broken: 'connection-reset' } : { reply: replyIn(one.answer) },
    );
    return [invoke, { ...answer, atUs: one.doneUs, ...request }];
  });
  return operationsOf(lines);
}

export function replyIn(answer: string): Reply {
  const end = answer.indexOf(HEAD_END);
  const [first = '', ...lines] = answer.slice(0, end).split('\r\n');
  const headers = lines.map((line) => {
    const at = line.indexOf(SEPARATOR);
    return [line.slice(0, at).toLowerCase(), line.slice(at + SEPARATOR.length)];
  });
  const body = Buffer.from(answer.slice(end + HEAD_END.length), 'latin1').toString('utf8');
  return { status: Number(first.split(' ')[1]), headers: Object.fromEntries(headers), body };
}

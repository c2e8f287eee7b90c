import { expect, it } from 'vitest';
import { historyOf, replyIn } from './history.js';

const BODY = JSON.stringify({
  type: '/errors/seat-taken',
  title: 'Seat taken',
  status: 409,
  code: 'seat-taken',
});
const TAKEN = `HTTP/1.1 409 Conflict\r\nX-Replica: booking-2\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`;
const REQUESTS = [0, 1, 2].map(
  (index) => `key-${index}\t${JSON.stringify({ customerId: `c${index}`, seats: ['A1'] })}`,
);

it('an answer is read as it came, with its headers in small letters', () => {
  expect(replyIn(TAKEN)).toEqual({
    status: 409,
    headers: { 'x-replica': 'booking-2', 'content-length': `${BODY.length}` },
    body: BODY,
  });
});

it('who was not answered is unknown, and neither a winner nor a loser', () => {
  const at = { dueUs: 0, sentUs: 10, status: null };
  const operations = historyOf(
    [
      { ...at, doneUs: null, answer: null },
      { ...at, doneUs: 20, answer: null },
      { ...at, doneUs: 30, answer: TAKEN },
    ],
    REQUESTS,
  );
  expect(operations.map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown', 'fail']);
  expect(operations[2]).toMatchObject({ key: 'key-2', customer: 'c2', seats: ['A1'], invokedAtUs: 10 });
});

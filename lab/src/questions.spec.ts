import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Questions } from './questions.ts';

const AGAIN = {
  ...{ type: '/errors/database-unavailable', title: 'Database unavailable', status: 503 },
  ...{ code: 'database-unavailable', detail: 'busy', retryable: true },
};
const Answer = z.object({ word: z.string() });

let server: Server;
afterEach(() => server.close());

/** Answers with these, one after the other. */
async function answering(...answers: readonly object[]): Promise<{ questions: Questions; asked: string[] }> {
  const asked: string[] = [];
  server = createServer(({ method = '' }, response) => {
    const answer = answers[asked.push(method) - 1] ?? {};
    response.statusCode = 'status' in answer ? Number(answer.status) : 200;
    response.end(JSON.stringify(answer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { questions: new Questions(`http://127.0.0.1:${port}`), asked };
}

describe('a server that says "again"', () => {
  it('is asked again for what only reads', async () => {
    const { questions, asked } = await answering(AGAIN, AGAIN, { word: 'yes' });
    expect(await questions.ask('GET', '/', Answer)).toEqual({ word: 'yes' });
    expect(asked).toEqual(['GET', 'GET', 'GET']);
  });

  it('is not asked again for what may have been done', async () => {
    const { questions, asked } = await answering(AGAIN, { word: 'yes' });
    await expect(questions.ask('POST', '/', Answer, {})).rejects.toThrow('answered 503: busy');
    expect(asked).toEqual(['POST']);
  });
});

it('a refusal for good is told at once', async () => {
  const { questions, asked } = await answering({ ...AGAIN, status: 404, retryable: false });
  await expect(questions.ask('GET', '/', Answer)).rejects.toThrow('answered 404');
  expect(asked).toHaveLength(1);
});

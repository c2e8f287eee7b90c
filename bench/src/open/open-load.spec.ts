import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { pause } from '#deadlines';
import { OpenLoad } from './open-load.js';

const HELD_MS = 200;
const EVERY_MS = 10;
const REQUESTS = 10;
let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

it('who waits behind a slow answer has waited since he was due, and not since he was sent', async () => {
  const asked: string[] = [];
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${String(request.headers['idempotency-key'])}`);
    const answer = (): void => void response.writeHead(201, { 'content-length': 2 }).end('{}');
    if (asked.length === 1) void pause(HELD_MS).then(answer);
    else answer();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const lines = Array.from(
    { length: REQUESTS / 2 },
    (_, index) => `key-${index}\t{"customerId":"c${index}"}`,
  );
  const about = { host: '127.0.0.1', port, connections: 1, perSecond: 1_000 / EVERY_MS };
  const plan = { ...about, paths: ['/one', '/two'], requests: '', keepsAnswers: true };

  const { sent, unsent } = await (await OpenLoad.of(plan, lines)).run();

  expect(unsent).toBe(0);
  expect(asked.slice(4, 6)).toEqual(['POST /one key-4', 'POST /two key-0']);
  for (const [index, { dueUs, doneUs, status, answer }] of sent.entries()) {
    expect(dueUs).toBe(index * EVERY_MS * 1_000);
    expect((doneUs ?? 0) - dueUs).toBeGreaterThanOrEqual((HELD_MS - index * EVERY_MS) * 1_000 - 1_000);
    expect(status).toBe(201);
    expect(answer).toMatch(/^HTTP\/1\.1 201 Created\r\n[^]*\r\n\r\n\{\}$/);
  }
});

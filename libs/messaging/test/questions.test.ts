import { afterAll, beforeAll, expect, test } from 'vitest';
import { MessagingLink, Questions } from '#messaging';
import { eventually } from './eventually.js';
import { NatsServer } from './nats-server.js';

const SUBJECT = 'roll-call';
const WAIT_MS = 300;

let nats: NatsServer;
let links: MessagingLink[];
let everybody: Questions[];

const names = async (): Promise<string[]> => {
  const answers = (await everybody[0]?.ask(SUBJECT, { who: 'all' }, WAIT_MS)) ?? [];
  return answers.map(String).sort();
};

beforeAll(async () => {
  nats = await NatsServer.prepare();
  links = ['a', 'b', 'c'].map(
    (name) =>
      new MessagingLink({
        url: nats.url,
        name,
        onGivenUp: (reason) => {
          throw reason ?? new Error('given up');
        },
      }),
  );
  everybody = links.map((link) => new Questions(link));
  // before there is a server to subscribe at
  for (const [index, one] of everybody.entries())
    one.answer(SUBJECT, () => Promise.resolve(`replica-${index}`));
});
afterAll(async () => {
  for (const one of everybody) one.onApplicationShutdown();
  await Promise.all(links.map((link) => link.close()));
  await nats.remove();
});

test('without NATS nobody answers, and at once', async () => {
  const started = performance.now();
  expect(await names()).toEqual([]);
  expect(performance.now() - started).toBeLessThan(WAIT_MS);
});

test('everybody answers within the time, the one who asks included', async () => {
  await nats.start();
  await eventually('all are connected', () => links.every(({ connected }) => connected), Boolean);
  expect(await names()).toEqual(['replica-0', 'replica-1', 'replica-2']);
});

test('with enough answers it does not wait', async () => {
  const started = performance.now();
  expect(await everybody[0]?.ask(SUBJECT, {}, 5_000, 2)).toHaveLength(2);
  expect(performance.now() - started).toBeLessThan(2_500);
});

test('whoever fails to answer is only missing, and a question to nobody has no answers', async () => {
  everybody[1]?.answer('brittle', () => {
    throw new Error('no answer from me');
  });
  everybody[2]?.answer('brittle', (question) => question);
  await links[1]?.connection().flush();
  await links[2]?.connection().flush();
  expect(await everybody[0]?.ask('brittle', { n: 1 }, WAIT_MS)).toEqual([{ n: 1 }]);
  expect(await everybody[0]?.ask('nobody-listens', {}, WAIT_MS)).toEqual([]);
});

test('answers go on after a restart of NATS', async () => {
  await nats.stop();
  await eventually('all are disconnected', () => links.every(({ connected }) => !connected), Boolean);
  await nats.start();
  expect(await eventually('all answer', names, (found) => found.length === 3)).toHaveLength(3);
});

test('a link whose server never comes can be closed', async () => {
  const lonely = new MessagingLink({ url: 'nats://127.0.0.1:1', name: 'lonely', onGivenUp: () => {} });
  expect(lonely.connected).toBe(false);
  await lonely.close();
  expect(() => lonely.connection()).toThrow('not connected');
});

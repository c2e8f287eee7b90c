import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../../libs/messaging/test/eventually.js';
import { ADD_ROWS, OutboxBench, acknowledge, rowsInStream } from './outbox-bench.js';

let bench: OutboxBench;
beforeAll(async () => {
  bench = await OutboxBench.set();
});
afterEach(() => bench.clear());
afterAll(() => bench.remove());

test('two relays send every row, each once, and mark it', async () => {
  const [one] = [bench.replica(), bench.replica()];
  const ids = await bench.addRows(2_500);
  await bench.allSent();
  const sent = await rowsInStream(one.stream);
  expect([...sent.keys()].toSorted((a, b) => a - b)).toEqual(ids);
  expect([...sent.values()].every((times) => times === 1)).toBe(true);
});

test('finds a row that was committed after one with a higher id', async () => {
  const one = bench.replica();
  const late = await bench.database.transaction(async (tx) => {
    const [row] = await tx.query<{ ledger_id: number }>(ADD_ROWS, [1]);
    await bench.addRows(1);
    await eventually(
      'the later row is sent',
      () => bench.counts(),
      ({ unsent, total }) => total === 1 && unsent === 0,
    );
    return { commits: true, value: row?.ledger_id ?? 0 };
  });
  await bench.allSent();
  expect((await rowsInStream(one.stream)).get(late)).toBe(1);
});

test('sends what was woken for at once', async () => {
  const one = bench.replica();
  await bench.addRows(1);
  await bench.allSent();
  const tookMs: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    const started = performance.now();
    await bench.addRows(1);
    one.relay.wake();
    await bench.allSent();
    tookMs.push(performance.now() - started);
  }
  // without the call each would wait for the next look, nearly 250 ms
  expect(Math.min(...tookMs)).toBeLessThan(150);
});

test('leaves the rows while NATS is away, and sends them when it is back', async () => {
  const one = bench.replica();
  await bench.addRows(1);
  await bench.allSent();
  await bench.nats.stop();
  await eventually(
    'the link is lost',
    () => one.link.connected,
    (connected) => !connected,
  );
  await bench.addRows(350);
  await expect(one.sentStream.judged()).rejects.toThrow('not connected');
  expect((await bench.counts()).unsent).toBe(350);
  await bench.nats.start();
  await bench.allSent();
  expect((await rowsInStream(one.stream)).size).toBe(351);
});

test.each([
  ['before-publish', 'they are not sent'],
  ['after-publish', 'they are sent and not marked, and the stream knows the message when it comes again'],
] as const)('what fails %s stays unsent, and is once in the stream: %s', async (step, _what) => {
  const one = bench.replica();
  one.failpoints.arm({ eventId: 'e1', step, does: 'throw', timesPerSeat: 2 });
  const ids = await bench.addRows(3);
  await bench.allSent();
  expect(one.failpoints.list('e1')).toMatchObject([{ hits: 2 }]);
  expect(await rowsInStream(one.stream)).toEqual(new Map(ids.map((id) => [id, 1])));
});

test('rows below the ack floor are marked applied, and none above it', async () => {
  const one = bench.replica();
  await bench.addRows(100);
  await bench.allSent();
  await bench.addRows(100);
  await bench.allSent();
  await acknowledge(one, 1);
  const { applied } = await eventually(
    'rows are marked',
    () => bench.counts(),
    (now) => now.applied > 0,
  );
  expect(applied).toBe(100);
  await bench.allApplied(one);
});

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../../libs/messaging/test/eventually.js';
import { OutboxBench, rowsInStream } from './outbox-bench.js';

let bench: OutboxBench;
beforeAll(async () => {
  bench = await OutboxBench.set();
});
afterEach(() => bench.clear());
afterAll(() => bench.remove());

/** What a power cut leaves: the same creation time, and a last sequence below what was sent. */
const PRETEND_MORE_SENT = { name: 'pretend-more-sent', text: 'UPDATE booking.ledger SET sent_seq = $1' };

describe('a lost stream', () => {
  test('is refilled with what was not applied, after its data was wiped', async () => {
    const one = bench.replica();
    await bench.addRows(200);
    await bench.allSent();
    await bench.allApplied(one);
    const pending = await bench.addRows(250);
    await bench.allSent();
    await bench.nats.stop();
    await bench.nats.wipe();
    await bench.nats.start();
    const sent = await eventually(
      'the pending rows are in the new stream',
      () => rowsInStream(one.stream).catch(() => new Map<number, number>()),
      (rows) => rows.size === pending.length,
    );
    expect([...sent.keys()].toSorted((a, b) => a - b)).toEqual(pending);
    await bench.allApplied(one);
  });

  test('is noticed when somebody else has made it again without a disconnect', async () => {
    const [one, two] = [bench.replica(), bench.replica()];
    const ids = await bench.addRows(300);
    await bench.allSent();
    await one.stream.startAfresh();
    await eventually(
      'all rows are in the new stream',
      () => rowsInStream(one.stream),
      (rows) => rows.size === ids.length,
    );
    await bench.addRows(10);
    two.relay.wake();
    await bench.allSent();
    await bench.allApplied(one);
    expect((await bench.counts()).streams).toBe(1);
  });

  test('that lost only its tail starts afresh', async () => {
    const one = bench.replica();
    await bench.addRows(5);
    await bench.allSent();
    const { identity, lastSequence } = await one.stream.ensure();
    await bench.database.query(PRETEND_MORE_SENT, [lastSequence + 7]);
    await bench.nats.stop();
    await bench.nats.start();
    await eventually(
      'another stream has the rows',
      async () => ({ state: await one.stream.ensure().catch(() => undefined), ...(await bench.counts()) }),
      ({ state, unsent }) => state !== undefined && state.identity !== identity && unsent === 0,
    );
    await bench.allApplied(one);
    expect((await rowsInStream(one.stream)).size).toBe(5);
  });
});

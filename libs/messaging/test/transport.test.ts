import { Controller, type INestMicroservice, Module } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type DeadLetter, EventStream, JetStreamTransport, MessagingLink } from '#messaging';
import { eventually } from './eventually.js';
import { NatsServer } from './nats-server.js';

const SUBJECT = 'letters.v1';
const Letter = z.object({ id: z.int() });
type Letter = z.infer<typeof Letter>;

const handled = new Map<number, number>();
const failuresLeft = new Map<number, number>();
/** Of what comes between a handler and its acknowledgement. */
const failuresAfterwards = new Set<number>();

@Controller()
class LettersController {
  @EventPattern(SUBJECT, { schema: Letter })
  async take(@Payload() { id }: Letter): Promise<void> {
    const left = failuresLeft.get(id) ?? 0;
    if (left > 0) {
      failuresLeft.set(id, left - 1);
      throw new Error(`letter ${id} fails`);
    }
    handled.set(id, (handled.get(id) ?? 0) + 1);
    await Promise.resolve();
  }
}
@Module({ controllers: [LettersController] })
class LettersModule {}

let nats: NatsServer;
let link: MessagingLink;
let stream: EventStream;
let service: INestMicroservice;
let nextId = 1;
const dead: DeadLetter[] = [];
const outcomes: string[] = [];

const givenUp = (): never => {
  throw new Error('the link was given up');
};
const send = async (id: number): Promise<number> =>
  eventually(
    `letter ${id} is accepted`,
    () => stream.publish(SUBJECT, { id }, `letter-${id}`).catch(() => 0),
    (sequence) => sequence > 0,
  );
const arrives = (id: number): Promise<unknown> =>
  eventually(
    `letter ${id} is handled`,
    () => handled.get(id),
    (times) => times !== undefined,
  );
const unacknowledged = async (): Promise<number | undefined> => {
  const manager = await stream.manager();
  const info = await manager.consumers.info('LETTERS', 'reader');
  return info.num_ack_pending + info.num_pending;
};

beforeAll(async () => {
  nats = await NatsServer.prepare();
  link = new MessagingLink({ url: nats.url, name: 'transport-test', onGivenUp: givenUp });
  stream = new EventStream(link, 'LETTERS', ['letters.>']);
  const transport = new JetStreamTransport({
    link,
    stream,
    durable: 'reader',
    buryDeadLetter: async (letter) => {
      dead.push(letter);
      await Promise.resolve();
    },
    beforeAck: async (message) => {
      const { id } = Letter.parse(message.json());
      if (failuresAfterwards.delete(id)) throw new Error(`letter ${id} fails afterwards`);
      await Promise.resolve();
    },
    onOutcome: (outcome) => outcomes.push(outcome),
  });
  service = await NestFactory.createMicroservice(LettersModule, { strategy: transport, logger: false });
  await service.listen();
  // the server comes up after the service: start-up must not wait for it
  await nats.start();
});
afterAll(async () => {
  await service.close();
  await link.close();
  await nats.remove();
});
beforeEach(() => {
  outcomes.length = 0;
  dead.length = 0;
});

describe('a message', () => {
  test('is acknowledged once its handler has completed', async () => {
    const id = nextId++;
    await send(id);
    await arrives(id);
    await eventually('nothing is left', unacknowledged, (left) => left === 0);
    expect(outcomes).toEqual(['acknowledged']);
  });

  test('comes again when its handler throws, and is not acknowledged before', async () => {
    const id = nextId++;
    failuresLeft.set(id, 2);
    await send(id);
    await arrives(id);
    expect(outcomes).toEqual(['again', 'again', 'acknowledged']);
    expect(handled.get(id)).toBe(1);
  });

  test('comes again when something fails between its handler and its acknowledgement', async () => {
    const id = nextId++;
    failuresAfterwards.add(id);
    await send(id);
    await eventually(
      'it is handled again',
      () => handled.get(id),
      (times) => times === 2,
    );
    await eventually('nothing is left', unacknowledged, (left) => left === 0);
    expect(outcomes).toEqual(['again', 'acknowledged']);
  });

  test.each([
    ['not JSON', new TextEncoder().encode('{'), 'not JSON'],
    ['not UTF-8', new Uint8Array([0xff, 0xfe]), 'not JSON'],
    ['of another shape', new TextEncoder().encode('{"id":"x"}'), 'id: Invalid input: expected number'],
  ])('%s is a dead letter and never comes again', async (_what, payload, reason) => {
    link.connection().publish(SUBJECT, payload);
    await eventually(
      'it is buried',
      () => dead.length,
      (count) => count === 1,
    );
    expect(dead[0]?.subject).toBe(SUBJECT);
    expect([...(dead[0]?.payload ?? [])]).toEqual([...payload]);
    expect(dead[0]?.reason).toContain(reason);
    await eventually('nothing is left', unacknowledged, (left) => left === 0);
  });
});

describe('messages go on arriving', () => {
  test('after the consumer was deleted', async () => {
    const manager = await stream.manager();
    await manager.consumers.delete('LETTERS', 'reader');
    const id = nextId++;
    await send(id);
    expect(await arrives(id)).toBe(1);
  });

  test('after the stream was deleted', async () => {
    const manager = await stream.manager();
    await manager.streams.delete('LETTERS');
    const id = nextId++;
    await send(id);
    expect(await arrives(id)).toBe(1);
  });

  test('after a restart, those sent before it included', async () => {
    const [before, after] = [nextId++, nextId++];
    failuresLeft.set(before, 1);
    await send(before);
    await eventually('it failed once', () => outcomes.includes('again'), Boolean);
    await nats.stop();
    await nats.start();
    await send(after);
    expect(await Promise.all([arrives(before), arrives(after)])).toEqual([1, 1]);
  });

  test('after a restart with its data wiped', async () => {
    await nats.stop();
    await nats.wipe();
    await nats.start();
    const id = nextId++;
    await send(id);
    expect(await arrives(id)).toBe(1);
  });
});

test('a stream that was wiped has another identity', async () => {
  const before = await stream.ensure();
  expect(await stream.ensure()).toEqual(before);
  const after = await stream.startAfresh();
  expect(after.identity).not.toBe(before.identity);
  expect(after.lastSequence).toBe(0);
});

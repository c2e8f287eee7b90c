import { Redis } from 'ioredis';
import pg from 'pg';
import { vi } from 'vitest';
import { SEATS_APPLICATION } from '../../src/ledger/seat-transactions.ts';

export interface Sent {
  /** Of a named statement. */
  readonly name: string | undefined;
  readonly text: string;
}

interface Ordered extends Sent {
  readonly order: number;
}

/** What a replica asks every now and then, whatever its claims do. */
const OF_ITS_OWN_ACCORD = [
  'pending-take',
  'events-with-overdue-holds',
  'forget-some-requests',
  'payment-take-unsettled',
];

/** Listens to what this process sends in the sessions in which claims are decided, and to its leases in Redis. */
export class WireTap {
  readonly #query = vi.spyOn(pg.Client.prototype, 'query');
  readonly #redis = vi.spyOn(Redis.prototype, 'sendCommand');

  /** What the work sent, in order. */
  async during(work: () => Promise<unknown>): Promise<Sent[]> {
    this.#query.mockClear();
    this.#redis.mockClear();
    await work();
    return [...this.#statements(), ...this.#leases()]
      .sort((one, other) => one.order - other.order)
      .map(({ name, text }) => ({ name, text }));
  }

  remove(): void {
    this.#query.mockRestore();
    this.#redis.mockRestore();
  }

  #statements(): Ordered[] {
    const { calls, contexts, invocationCallOrder } = this.#query.mock;
    return calls.flatMap(([query]: readonly unknown[], index): Ordered[] => {
      const order = invocationCallOrder[index] ?? 0;
      if (applicationOf(contexts[index]) !== SEATS_APPLICATION) return [];
      if (typeof query === 'string') return [{ name: undefined, text: query, order }];
      const name = String(memberOf(query, 'name'));
      if (OF_ITS_OWN_ACCORD.includes(name)) return [];
      return [{ name, text: String(memberOf(query, 'text')), order }];
    });
  }

  /** The packages run two scripts: with one value they give a lease back, with two (and its time) they take one. */
  #leases(): Ordered[] {
    const { calls, invocationCallOrder } = this.#redis.mock;
    const scripts = calls.map(([{ name, args }], index) => ({
      name,
      args,
      order: invocationCallOrder[index] ?? 0,
    }));
    const found = scripts.flatMap(({ name, args, order }) => {
      const does = doneInRedis(name, args);
      return does === undefined ? [] : [{ name: undefined, text: `-- Redis, every node: ${does}`, order }];
    });
    return found.filter(({ text }, index) => found.findIndex((one) => one.text === text) === index);
  }
}

function doneInRedis(name: string, args: readonly unknown[]): string | undefined {
  if (name === 'mget') return 'whose lease is it?';
  if (name === 'del') return 'delete it';
  if (name === 'set') return 'lease the seat for lockTtlMs';
  if (name !== 'eval' && name !== 'evalsha') return undefined;
  const values = args.length - 2 - Number(args[1]);
  return values === 2 ? 'lease the seat for lockTtlMs' : 'give the lease back';
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
const applicationOf = (client: unknown): unknown =>
  memberOf(memberOf(client, 'connectionParameters'), 'application_name');

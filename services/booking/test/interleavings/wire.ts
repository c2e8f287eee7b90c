import { Redis } from 'ioredis';
import pg from 'pg';
import { type Answered, type Sent, actors } from './actors.ts';

type Send = (...args: unknown[]) => unknown;
type Look = (self: object, args: readonly unknown[]) => Sent;

/** Tells each claim what it sends, and when that is answered: all that it waits for outside its own process. */
export class Wire {
  readonly #restored = [
    watched(pg.Client.prototype, 'query', toPostgres),
    watched(Redis.prototype, 'sendCommand', toRedis),
  ];

  remove(): void {
    for (const restore of this.#restored) restore();
  }
}

/** Puts the method back. */
function watched(prototype: object, method: string, look: Look): () => void {
  const send: Send = Reflect.get(prototype, method);
  const watching = new Proxy(send, {
    apply(target, self: object, args): unknown {
      const answer = Reflect.apply(target, self, args);
      if (answer instanceof Promise) watch(look(self, args), answer);
      return answer;
    },
  });
  Reflect.set(prototype, method, watching);
  return () => Reflect.set(prototype, method, send);
}

function watch(sent: Sent, answer: Promise<unknown>): void {
  const actor = actors.getStore();
  if (actor === undefined) return;
  actor.sends(sent);
  const ends = (answered: Answered): void => actor.isAnswered(sent, answered);
  answer.then(
    (value) => ends({ rows: rowsOf(value), error: undefined }),
    (error: unknown) => ends({ rows: [], error }),
  );
}

function toPostgres(session: object, [query]: readonly unknown[]): Sent {
  return {
    pid: Number(Reflect.get(session, 'processID')),
    text: typeof query === 'string' ? query : String(memberOf(query, 'text')),
  };
}

function toRedis(_: object, [command]: readonly unknown[]): Sent {
  return { pid: undefined, text: String(memberOf(command, 'name')) };
}

const rowsOf = (result: unknown): object[] => {
  const rows = memberOf(result, 'rows');
  return Array.isArray(rows) ? rows : [];
};
const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

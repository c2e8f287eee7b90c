import { Redis } from 'ioredis';
import pg from 'pg';
import { type Answered, type Sent, actors } from './actors.ts';

/** Everything that a claim waits for outside its own process goes over one of these two. */
type Sending = typeof pg.Client.prototype.query | typeof Redis.prototype.sendCommand;
type Look = (self: object, args: readonly unknown[]) => Sent;

/** Tells each claim what it sends, and when that is answered. */
export class Wire {
  readonly #query = pg.Client.prototype.query;
  readonly #sendCommand = Redis.prototype.sendCommand;

  constructor() {
    pg.Client.prototype.query = watched(this.#query, toPostgres);
    Redis.prototype.sendCommand = watched(this.#sendCommand, toRedis);
  }

  remove(): void {
    pg.Client.prototype.query = this.#query;
    Redis.prototype.sendCommand = this.#sendCommand;
  }
}

const watched = <Send extends Sending>(send: Send, look: Look): Send =>
  new Proxy(send, {
    apply(target, self: object, args: unknown[]): unknown {
      const answer: unknown = Reflect.apply(target, self, args);
      if (answer instanceof Promise) watch(look(self, args), answer);
      return answer;
    },
  });

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

const toPostgres: Look = (session, [query]) => ({
  pid: Number(Reflect.get(session, 'processID')),
  text: typeof query === 'string' ? query : String(memberOf(query, 'text')),
});
const toRedis: Look = (_, [command]) => ({ pid: undefined, text: String(memberOf(command, 'name')) });

const rowsOf = (result: unknown): object[] => {
  const rows = memberOf(result, 'rows');
  return Array.isArray(rows) ? rows : [];
};
const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

import { describe, expect, it } from 'vitest';
import { DatabaseEnvironment } from './database-environment.js';

const PARTS = { POSTGRES_USER: 'tickets', POSTGRES_PASSWORD: 'secret', POSTGRES_DB: 'tickets' };
const urlOf = (env: Record<string, string>): string => DatabaseEnvironment.parse(env).databaseUrl;

describe('where the database is', () => {
  it('is DATABASE_URL as it stands, whatever parts there are', () => {
    const DATABASE_URL = 'postgres://me:p%40ss%3A%2F%23%25@db:5433/lastseat';
    expect(urlOf({ DATABASE_URL })).toBe(DATABASE_URL);
    expect(urlOf({ DATABASE_URL, ...PARTS })).toBe(DATABASE_URL);
  });

  it('is made of its parts where there is no URL', () => {
    expect(urlOf(PARTS)).toBe('postgres://tickets:secret@localhost:5432/tickets');
    expect(urlOf({ ...PARTS, POSTGRES_HOST: 'db', POSTGRES_PORT: '6000' })).toBe(
      'postgres://tickets:secret@db:6000/tickets',
    );
  });

  it('encodes name, password and database, so that a URL parser gives them back', () => {
    const hard = "p@ss:w/o?r#d%20 ü'[";
    const url = new URL(
      urlOf({ POSTGRES_USER: `user ${hard}`, POSTGRES_PASSWORD: hard, POSTGRES_DB: 'my db' }),
    );
    expect([url.username, url.password].map(decodeURIComponent)).toEqual([`user ${hard}`, hard]);
    expect([url.hostname, url.port, decodeURIComponent(url.pathname)]).toEqual([
      'localhost',
      '5432',
      '/my db',
    ]);
  });

  it.each([
    [{}, 'DATABASE_URL'],
    [{ POSTGRES_USER: 'tickets' }, 'DATABASE_URL'],
    [{ ...PARTS, POSTGRES_PORT: '70000' }, 'POSTGRES_PORT'],
    [{ DATABASE_URL: 'db:5432' }, 'DATABASE_URL'],
  ])('%o is refused by the name of the variable', (env, variable) => {
    const paths = DatabaseEnvironment.safeParse(env).error?.issues.map(({ path }) => path.join('.'));
    expect(paths).toEqual([variable]);
  });
});

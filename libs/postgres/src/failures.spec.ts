import { describe, expect, it } from 'vitest';
import {
  DatabaseUnavailable,
  asUnavailable,
  databaseLost,
  sqlState,
  violatedConstraint,
} from './failures.js';

const withCode = (code: string, more: object = {}): Error =>
  Object.assign(new Error(code), { code, ...more });

describe('what PostgreSQL and its driver say', () => {
  it.each([
    ['a shutdown', withCode('57P01')],
    ['an idle transaction cut off', withCode('25P03')],
    ['too many connections', withCode('53300')],
    ['a refused socket', withCode('ECONNREFUSED')],
    ['a wait for a session', new Error('timeout exceeded when trying to connect')],
    ['a lost session', new Error('Connection terminated unexpectedly')],
    ['a query without an answer', new Error('Query read timeout')],
    ['the same, wrapped by TypeORM', Object.assign(new Error('x'), { driverError: withCode('57P01') })],
  ])('%s is a lost connection, and nothing was written', (_, error) => {
    expect(databaseLost(error)).toBe(true);
    expect(asUnavailable(error)).toBeInstanceOf(DatabaseUnavailable);
  });

  it('a cancelled statement wrote nothing, and its session lives on', () => {
    expect(databaseLost(withCode('57014'))).toBe(false);
    expect(asUnavailable(withCode('57014'))).toBeInstanceOf(DatabaseUnavailable);
  });

  it.each(['23505', '40001', '55P03', '42P01'])('%s is an answer and stays what it is', (code) => {
    const error = withCode(code);
    expect([databaseLost(error), asUnavailable(error)]).toEqual([false, error]);
  });

  it('names the constraint of a unique violation and of nothing else', () => {
    const constraint = 'claims_request';
    expect(violatedConstraint(withCode('23505', { constraint }))).toBe(constraint);
    expect(violatedConstraint(withCode('23514', { constraint }))).toBeUndefined();
    expect(sqlState(new Error('plain'))).toBeUndefined();
  });
});

import type { Verdict } from '#checkers';
import type { Guarantee, StrategyView } from '#contracts';
import type { FaultName } from '../faults.js';

/** S safe, X sold twice, U nobody served or a seat locked for too long. */
type Letter = 'S' | 'X' | 'U';
const VERDICTS: Readonly<Record<Letter, Verdict>> = { S: 'SAFE', X: 'UNSAFE', U: 'UNAVAILABLE' };

/** What a fault leaves of a guarantee at three replicas with the guard off. In the order of GUARANTEES. */
type Row = readonly [none: Letter, oneProcess: Letter, lease: Letter, strict: Letter];
const COLUMN: Readonly<Record<Guarantee, 0 | 1 | 2 | 3>> = { none: 0, 'one-process': 1, lease: 2, strict: 3 };

const ROWS: Readonly<Record<FaultName | 'no-fault', Row>> = {
  'no-fault': ['X', 'X', 'S', 'S'],
  'pause-holder': ['X', 'X', 'X', 'S'],
  'stop-replica': ['X', 'X', 'X', 'S'],
  'kill-replica': ['X', 'X', 'S', 'S'],
  'kill-at-commit': ['X', 'X', 'S', 'S'],
  'relay-killed': ['X', 'X', 'S', 'S'],
  'retry-elsewhere': ['X', 'X', 'S', 'S'],
  'redis-minority-lost': ['X', 'X', 'S', 'S'],
  'redis-majority-lost': ['X', 'X', 'U', 'S'],
  'redis-restarted-empty': ['X', 'X', 'X', 'S'],
  'redis-clock-ahead': ['X', 'X', 'X', 'S'],
  'redis-clock-behind': ['X', 'X', 'S', 'S'],
  'replica-clock-jumps': ['X', 'X', 'S', 'S'],
  'replica-clock-ahead': ['X', 'X', 'S', 'S'],
  'nats-restarted': ['X', 'X', 'S', 'S'],
  'nats-wiped': ['X', 'X', 'S', 'S'],
  'duplicate-delivery': ['X', 'X', 'S', 'S'],
  'inventory-blocked': ['X', 'X', 'S', 'S'],
  'postgres-crashed': ['X', 'X', 'U', 'U'],
  'power-cut': ['X', 'X', 'S', 'S'],
  'slow-disk': ['X', 'X', 'X', 'S'],
  'cut-from-postgres': ['X', 'X', 'S', 'S'],
  'cut-from-redis': ['X', 'X', 'S', 'S'],
  'cut-from-nats': ['X', 'X', 'S', 'S'],
};

interface Exception {
  strategy: string;
  fault: FaultName;
  letter: Letter;
  because: string;
}

/** Where a strategy does not do what its guarantee says, each with its reason. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    strategy: 'fenced-at-write',
    fault: 'stop-replica',
    letter: 'S',
    because:
      'the rival has written with the higher token before the holder wakes; pause-holder shows the other order',
  },
  {
    strategy: 'pessimistic-unlimited',
    fault: 'stop-replica',
    letter: 'U',
    because: 'its transaction may idle for ever, so the row stays locked until the replica goes on',
  },
  {
    strategy: 'pessimistic-unlimited',
    fault: 'cut-from-postgres',
    letter: 'U',
    because: 'PostgreSQL hears nothing of the client and waits for it with the row locked',
  },
  ...['redlock-4', 'redlock-universal'].map((strategy) => ({
    ...({ strategy, fault: 'redis-minority-lost', letter: 'U' } as const),
    because: 'with clients as they come it waits for the node that is away, though two others are a quorum',
  })),
];

/** The expected matrix: a difference in either direction has to be explained, here or in the code. */
export function expectedIn(
  fault: FaultName | null,
  { key, guarantee }: Pick<StrategyView, 'key' | 'guarantee'>,
  { replicas, guard }: { replicas: number; guard: boolean },
): Verdict {
  const exception = EXCEPTIONS.find((one) => one.strategy === key && one.fault === fault);
  const letter = exception?.letter ?? ROWS[fault ?? 'no-fault'][COLUMN[guarantee]];
  const alone = replicas === 1 && guarantee === 'one-process' && fault === null;
  return VERDICTS[letter === 'X' && (guard || alone) ? 'S' : letter];
}

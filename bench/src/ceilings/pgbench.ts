import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { locateServers } from '#launcher';
import type { BenchStack } from '../stack/bench-stack.js';
import { BATCH, DROP, TABLES, claimStatement, fillSeats } from './claim-statement.js';

const run = promisify(execFile);
const GRACE_MS = 30_000;
const SHAPES = [
  { claims: 1, clients: 8 },
  { claims: 1, clients: 32 },
  { claims: BATCH, clients: 2 },
] as const;
/** Where it is not beside the server, Debian's client package has one. */
const ON_PATH = 'pgbench';

export interface PgbenchResult {
  readonly claims: number;
  readonly clients: number;
  readonly perSecond: number;
}

/** Claims a second that PostgreSQL takes when nothing is around it; null where there is no pgbench. */
export async function pgbench(
  { project, home, postgresUrl, database }: BenchStack,
  seconds: number,
): Promise<PgbenchResult[] | null> {
  const program = await programIn(project);
  if (program === null) return null;
  const results: PgbenchResult[] = [];
  for (const { claims, clients } of SHAPES) {
    const script = join(home, 'claim.sql');
    await writeFile(script, claimStatement(claims));
    await database.query(TABLES);
    await database.query(fillSeats(claims, seconds));
    const words = [
      '-n',
      '-M',
      'prepared',
      '-c',
      `${clients}`,
      '-j',
      '1',
      '-T',
      `${seconds}`,
      '-f',
      script,
      postgresUrl,
    ];
    await run(program, words, { timeout: seconds * 1_000 + GRACE_MS });
    const { rows } = await database.query<{ perSecond: number }>(SOLD);
    await database.query(DROP);
    results.push({ claims, clients, perSecond: Math.round(rows[0]?.perSecond ?? 0) });
  }
  return results;
}

async function programIn(project: string): Promise<string | null> {
  const { postgres } = await locateServers({ project });
  const beside = join(dirname(postgres.path), 'pgbench');
  if (existsSync(beside)) return beside;
  const found = await run(ON_PATH, ['--version']).catch(() => null); // not there is the answer that is asked for
  return found === null ? null : ON_PATH;
}

/** What is in the table, and not what pgbench says that it sent. */
const SOLD = `
  SELECT (count(*) / extract(epoch FROM max(written_at) - min(written_at)))::float8 AS "perSecond" FROM bench.ledger`;

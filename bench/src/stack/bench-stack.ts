import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Layout, ProcessRecord } from '#launcher';
import { launch, ownEnvironment, readState } from '#launcher';
import type { Client } from 'pg';
import { homeFolder } from '../../../lab/src/environment.js';
import { withOwnStack } from '../../../lab/src/cluster/with-cluster.js';
import { connect } from '../../../lab/src/sale-records.js';

const TOKEN_BYTES = 24;
/** Without these a claim that was told yes could be lost, and its figure would be of another product. */
const DURABLE = ['fsync', 'synchronous_commit', 'full_page_writes'] as const;

/** The product as it ships, in production, on ports and in a folder of its own. */
export interface BenchStack {
  readonly project: string;
  readonly home: string;
  /** nginx */
  readonly api: string;
  /** a replica's own port, where the administrator works */
  readonly admin: { readonly url: string; readonly token: string };
  readonly postgresUrl: string;
  readonly database: Client;
  readonly versions: Readonly<Record<string, string>>;
  /** those that run now */
  processes(): readonly ProcessRecord[];
  scaleTo(replicas: number): Promise<void>;
}

export async function withBenchStack<Result>(
  replicas: number,
  work: (stack: BenchStack) => Promise<Result>,
): Promise<Result> {
  const home = join(homeFolder(), 'bench');
  const token = randomBytes(TOKEN_BYTES).toString('hex');
  const env = {
    ...(await ownEnvironment(home)),
    // connections go straight to the servers, and nobody's clock is looked after
    LASTSEAT_LINKS_PORT: '',
    LASTSEAT_PROFILE: 'production',
    LASTSEAT_ADMIN_TOKEN: token,
  };
  return await withOwnStack({ home, command: 'npm run bench', env }, async (layout) => {
    await launch(env, 'up', '--replicas', `${replicas}`);
    const database = await connect(urlOf(layout, 'postgres'));
    try {
      await assertDurable(database);
      return await work(stackOf(layout, env, token, database));
    } finally {
      await database.end();
    }
  });
}

function stackOf(layout: Layout, env: NodeJS.ProcessEnv, token: string, database: Client): BenchStack {
  const { api, versions } = stateOf(layout);
  return {
    ...{ project: layout.project, home: layout.home, api, versions, database },
    admin: { url: urlOf(layout, 'booking-1'), token },
    postgresUrl: urlOf(layout, 'postgres'),
    processes: () => stateOf(layout).processes,
    scaleTo: (wanted) => launch(env, 'scale', `${wanted}`),
  };
}

function stateOf(layout: Layout): NonNullable<ReturnType<typeof readState>> {
  const state = readState(layout);
  if (state === null) throw new Error(`no stack runs in ${layout.home}`);
  return state;
}

function urlOf(layout: Layout, wanted: string): string {
  const url = stateOf(layout).processes.find(({ name }) => name === wanted)?.url;
  if (url === undefined) throw new Error(`${wanted} has no address`);
  return url;
}

async function assertDurable(database: Client): Promise<void> {
  for (const setting of DURABLE) {
    const { rows } = await database.query<Record<string, string>>(`SHOW ${setting}`);
    if (rows[0]?.[setting] !== 'on')
      throw new Error(`${setting} is ${rows[0]?.[setting]}: nothing to measure`);
  }
}

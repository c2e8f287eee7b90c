// @ts-check
import { writeFileSync, chownSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Mistake } from '../terminal/mistake.mjs';
import { canReach, commandPrefix, postgresAccount } from './account.mjs';
import { clearStalePidFile } from './postgres-pidfile.mjs';
import { DATABASE, preparePostgres } from './postgres-setup.mjs';
import { HOST, ask, commandOf, startServer } from './server.mjs';

const PROTOCOL_VERSION = 3 << 16;
/** The first letter of an answer that asks for the password: the server takes connections. */
const AUTHENTICATION_REQUEST = 'R';

/**
 * SIGINT is the fast shutdown: sessions are ended, nothing is lost.
 * @type {import('./server.mjs').StopStep[]}
 */
export const POSTGRES_STOP = [
  { signal: 'SIGINT', waitMs: 15_000 },
  { signal: 'SIGQUIT', waitMs: 5_000 },
];

/** @type {Record<string, string>} */
const SETTINGS = {
  listen_addresses: HOST,
  unix_socket_directories: '',
  max_connections: '340',
  shared_buffers: '128MB',
  fsync: 'on',
  synchronous_commit: 'on',
  // a buyer who left or a replica that was killed must not keep its locks
  client_connection_check_interval: '200ms',
  tcp_keepalives_idle: '5s',
  tcp_keepalives_interval: '2s',
  tcp_keepalives_count: '3',
  tcp_user_timeout: '10s',
  // the default of a second would be the latency of every loser of a deadlock
  deadlock_timeout: '100ms',
  log_min_messages: 'warning',
  // an expected refusal (a seat taken, a lock timeout) is an ERROR for PostgreSQL, thousands of them in a run
  log_min_error_statement: 'fatal',
};

/** The first message of a client: PostgreSQL answers it with an error for as long as it is starting up. */
function startupMessage() {
  const body = Buffer.from(`user\0${DATABASE}\0database\0${DATABASE}\0\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(head.length + body.length, 0);
  head.writeInt32BE(PROTOCOL_VERSION, 4);
  return Buffer.concat([head, body]);
}

/** @param {number} port */
export const postgresAnswers = async (port) =>
  (await ask(port, startupMessage()))?.toString('latin1', 0, 1) === AUTHENTICATION_REQUEST;

/**
 * @param {string} dir
 * @param {number} port
 * @param {Record<string, string>} settings
 */
function renderConfig(dir, port, settings) {
  const all = { data_directory: dir, port: String(port), ...SETTINGS, ...settings };
  return `${Object.entries(all)
    .map(([key, value]) => `${key} = '${value.replaceAll("'", "''")}'`)
    .join('\n')}\n`;
}

/**
 * @param {string} dir
 * @param {import('./find.mjs').Binary} binary
 * @param {import('./account.mjs').Account | null} account
 */
function checkReach(dir, binary, account) {
  const unreachable = [dir, binary.path].find((path) => !canReach(path, account));
  if (unreachable === undefined) return;
  throw new Mistake(
    `PostgreSQL does not run as root, and the user "${account?.name}" cannot reach ${unreachable}: ` +
      `start lastseat as a plain user, or choose a folder that everybody may enter.`,
  );
}

/**
 * Starts PostgreSQL on a data folder, made when there is none. `settings` override ours (tests: `fsync:
 * 'off'`).
 * @param {import('./server.mjs').ServerOptions & {
 *   password: string, settings?: Record<string, string>, initdbArgs?: string[] }} options
 */
export async function startPostgres(options) {
  const { dir, port, binary, password, env, settings = {}, initdbArgs = [], signal } = options;
  const account = postgresAccount();
  checkReach(dir, binary, account);
  mkdirSync(dirname(dir), { recursive: true });
  await preparePostgres({ dir, binary, account, password, initdbArgs, signal });
  clearStalePidFile(dir);
  const file = join(dir, 'lastseat.conf');
  writeFileSync(file, renderConfig(dir, port, settings));
  if (account) chownSync(file, account.uid, account.gid);
  const log = options.log ?? `${dir}.log`;
  return startServer(
    { ...options, log },
    {
      command: [
        ...commandPrefix(account),
        ...commandOf(binary, ['-D', dir, '-c', `config_file=${file}`], env),
      ],
      url: `postgres://${DATABASE}:${encodeURIComponent(password)}@${HOST}:${port}/${DATABASE}`,
      isReady: () => postgresAnswers(port),
      stopSteps: POSTGRES_STOP,
    },
  );
}

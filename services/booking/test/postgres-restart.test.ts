import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEADLINES_MS } from '#deadlines';
import { temporaryFolder } from '../../../deploy/local/servers/account.mjs';
import { locateServers } from '../../../deploy/local/servers/locate.mjs';
import { freePorts } from '../../../deploy/local/servers/ports.mjs';
import { startPostgres } from '../../../deploy/local/servers/postgres.mjs';
import { migrateTemplate } from '../../../tools/test-servers/databases.ts';
import { type BookingApp, appOn } from './support/booking-app.ts';
import { Sale, send } from './support/sale.ts';

const RESUMES_MS = 10_000;
const folder = temporaryFolder('lastseat-restart');
let start: () => ReturnType<typeof startPostgres>;
let postgres: Awaited<ReturnType<typeof startPostgres>>;
let booking: BookingApp['app'];

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  const [binaries, [port = 0]] = await Promise.all([locateServers(), freePorts(1)]);
  start = () =>
    startPostgres({
      dir: join(folder, 'postgres'),
      port,
      binary: binaries.postgres,
      password: 'test',
      boundToParent: true,
    });
  postgres = await start();
  booking = await appOn(await migrateTemplate(postgres.url));
});
afterAll(async () => {
  await booking.close();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('refuses in time while PostgreSQL is away, sells again when it is back, and forgets no yes', async () => {
  const sale = await Sale.open(booking, { strategy: 'conditional' });
  const before = await sale.claim(['A1'], 'first', 'key-1');
  await postgres.stop();

  const asked = performance.now();
  const away = await sale.claim(['A2'], 'second', 'key-2');
  expect(performance.now() - asked).toBeLessThan(DEADLINES_MS.request);
  expect(away.problem).toMatchObject({ status: 503, retryable: true, code: 'database-unavailable' });
  expect((await send(booking, 'GET', '/v1/events')).status).toBe(503);
  expect((await send(booking, 'GET', '/health/ready')).status).toBe(503);

  postgres = await start();
  const deadline = performance.now() + RESUMES_MS;
  let answer = await sale.claim(['A2'], 'second', 'key-2');
  while (answer.status === 503 && performance.now() < deadline)
    answer = await sale.claim(['A2'], 'second', 'key-2');
  expect(answer.status).toBe(201);
  expect((await sale.claim(['A1'], 'first', 'key-1')).claim).toEqual(before.claim);
});

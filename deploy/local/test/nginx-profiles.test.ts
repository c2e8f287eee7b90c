import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { type Server, createServer, request } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problem } from '#errors';
import { type RouteRow, rowsOfPage } from '../../../tools/routes-page.ts';
import { temporaryFolder } from '../servers/account.mjs';
import { locateServers } from '../servers/locate.mjs';
import { startNginx } from '../servers/nginx.mjs';
import { freePorts } from '../servers/ports.mjs';

const PAGE = fileURLToPath(new URL('../../../docs/routes.md', import.meta.url));
const ROWS = rowsOfPage(readFileSync(PAGE, 'utf8'));
const PROFILES = ['lab', 'production'] as const;
type Profile = (typeof PROFILES)[number];
const START_MS = 90_000;

/** Stands for a service: says which one was asked. */
async function stub(service: string, port: number): Promise<Server> {
  const server = createServer((_, response) => response.end(service)).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

let folder = '';
const nginx = new Map<Profile, Awaited<ReturnType<typeof startNginx>>>();
const stubs: Server[] = [];
beforeAll(async () => {
  folder = temporaryFolder('lastseat-profiles');
  const { nginx: binary } = await locateServers();
  const [booking = 0, inventory = 0, payments = 0, ...ports] = await freePorts(3 + PROFILES.length);
  stubs.push(
    await stub('booking', booking),
    await stub('inventory', inventory),
    await stub('payments', payments),
  );
  const upstreams = {
    booking: [`127.0.0.1:${booking}`],
    inventory: `127.0.0.1:${inventory}`,
    payments: `127.0.0.1:${payments}`,
  };
  for (const [index, profile] of PROFILES.entries()) {
    const place = { dir: join(folder, profile), port: ports[index] ?? 0, binary, profile };
    nginx.set(profile, await startNginx({ ...place, ...upstreams, boundToParent: true }));
  }
}, START_MS);
afterAll(async () => {
  await Promise.all([...nginx.values()].map((server) => server.stop()));
  for (const server of stubs) server.close();
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly status: number;
  /** The service that was asked, or nginx's own words. */
  readonly text: string;
}

/** fetch would tidy up the path. */
async function ask(profile: Profile, method: string, path: string): Promise<Answer> {
  const { port } = nginx.get(profile) ?? {};
  const asked = request({ host: '127.0.0.1', port, method, path, agent: false }).end();
  const [answer] = await once(asked, 'response');
  let text = '';
  for await (const chunk of answer) text += String(chunk);
  return { status: answer.statusCode, text };
}

const pathOf = ({ path }: RouteRow): string => path.replaceAll(/:\w+/g, 'some-id');
const inProduction = async ({ method }: { method: string }, path: string): Promise<string> => {
  const { status, text } = await ask('production', method, path);
  if (status === 200) return text;
  expect([status, JSON.parse(text)]).toEqual([404, problem('not-found')]);
  return 'nobody';
};

describe.each(ROWS)('$service $method $path', (row) => {
  it(`in production, nginx passes it on: ${row.nginx}`, async () => {
    const asked = await inProduction(row, pathOf(row));
    expect(asked === row.service).toBe(row.nginx === 'yes');
  });

  it('in the lab, it passes everything on', async () => {
    expect((await ask('lab', row.method, pathOf(row))).status).toBe(200);
  });
});

describe('in production, nginx', () => {
  it.each([
    ['GET', '/admin/failpoints/'],
    ['GET', '//admin/failpoints'],
    ['PUT', '/%61dmin/failpoints'],
    ['PUT', '/v1/strategies/../../admin/failpoints'],
    ['PATCH', '/v1/events/1/polic%79'],
    ['PATCH', '/v1/events/1/policy/'],
    ['PATCH', '/v1/events//1//policy'],
    ['PATCH', '/v1/events/a%0A/policy'],
    ['PATCH', '/v1/events/a%2Fb/policy'],
    ['PATCH', '/v1/events/1/policy?as=/v1/events/1/seats'],
    ['POST', '/v1/events?limit=1'],
    ['POST', '/v1/events/'],
    ['GET', '/metrics?x'],
    ['GET', '/METRICS'],
    ['GET', '/'],
    ['GET', '/anything/new'],
  ])('does not pass on %s %s', async (method, path) => {
    expect(await inProduction({ method }, path)).toBe('nobody');
  });

  it.each([
    ['HEAD', '/v1/events'],
    ['GET', '/v1/events?limit=1'],
    ['GET', '/docs/swagger-ui.css'],
    ['DELETE', '/v1/events/policy/claims/1'],
    ['POST', '/v1/events/1/claims/1/confirm'],
    ['GET', '/v1/requests/key?eventId=1&customerId=2'],
    ['POST', '/v1/webhooks/payments'],
  ])('passes on %s %s', async (method, path) => {
    expect((await ask('production', method, path)).status).toBe(200);
  });
});

it('in containers nginx has the same rules', () => {
  const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
  const rule = /error_page 404 @closed;\n\s+if \(\$closed\) \{\n\s+return 404;\n\s+\}/;
  const [local, compose] = [read('deploy/nginx/local.conf'), read('deploy/nginx/compose/nginx.conf')];
  expect([local, compose].map((text) => rule.test(text))).toEqual([true, true]);
  expect(compose).toMatch(/^ {2}include \/etc\/nginx\/profile\.conf;$/m);
  expect(read('docker-compose.yml')).toContain(
    './deploy/nginx/profiles/${LASTSEAT_PROFILE:-lab}.conf:/etc/nginx/profile.conf:ro',
  );
});

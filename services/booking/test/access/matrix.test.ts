import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import pg from 'pg';
import { type TestDatabase, cloneDatabase } from '../../../../tools/test-servers/databases.ts';
import { type RouteRow, rowsOfPage } from '../../../../tools/routes-page.ts';
import { asJson } from '../support/cluster.ts';
import { IDENTITIES, type Identity, PROFILES, type Profile, cells } from './cells.ts';
import { EXAMPLES } from './examples.ts';
import { type RunningService, SERVICES } from './services.ts';
import { type World, fingerprint, makeWorld, quiet } from './world.ts';

const PAGE = fileURLToPath(new URL('../../../../docs/routes.md', import.meta.url));
const ROWS = rowsOfPage(readFileSync(PAGE, 'utf8'));
const PROFILE_NAMES = Object.keys(PROFILES) as Profile[];
const UNKNOWN_PATH = '/there/is/no/such/route';

let database: TestDatabase;
let sql: pg.Client;
const running = new Map<string, RunningService>();
beforeAll(async () => {
  database = await cloneDatabase(inject('servers').templateUrl);
  sql = new pg.Client({ connectionString: database.url });
  await sql.connect();
  for (const profile of PROFILE_NAMES) {
    for (const [service, start] of Object.entries(SERVICES)) {
      running.set(`${service} ${profile}`, await start(database.url, PROFILES[profile]));
    }
  }
});
afterAll(async () => {
  for (const { app } of running.values()) await app.close();
  await sql.end();
  await database.drop();
});

const urlOf = (service: string, profile: Profile): string => running.get(`${service} ${profile}`)?.url ?? '';
const exampleOf = ({ service, method, path }: RouteRow) => EXAMPLES[`${service} ${method} ${path}`] ?? {};
const freshWorld = (row: RouteRow): Promise<World> =>
  makeWorld(urlOf('booking', 'lab'), sql, exampleOf(row).policy);

const untouched = new Map<string, Promise<World>>();
/** One for each policy: refused requests write nothing, and GET changes nothing. */
function untouchedWorld(row: RouteRow): Promise<World> {
  const policy = JSON.stringify(exampleOf(row).policy ?? {});
  const world = untouched.get(policy) ?? freshWorld(row);
  untouched.set(policy, world);
  return world;
}

interface Answer {
  readonly status: number;
  /** Of JSON alone: a live feed has no end. */
  readonly body: unknown;
  readonly headers: Record<string, string>;
}

async function send(row: RouteRow, profile: Profile, world: World, who: Identity, path = pathIn(row, world)) {
  const { query, headers, body } = exampleOf(row);
  const token = IDENTITIES[who](world);
  const answer = await fetch(urlOf(row.service, profile) + path + (query?.(world) ?? ''), {
    method: row.method,
    redirect: 'manual',
    headers: {
      ...headers?.(world),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body(world)) }),
  });
  const isJson = /json/.test(answer.headers.get('content-type') ?? '');
  const read: unknown = isJson ? await answer.json() : await answer.body?.cancel();
  const told = Object.fromEntries([...answer.headers].filter(([name]) => name !== 'date'));
  return { status: answer.status, body: read, headers: told } satisfies Answer;
}

async function sendFirst(row: RouteRow, profile: Profile): Promise<void> {
  for (const { method, path, body } of exampleOf(row).first ?? []) {
    const asked = body === undefined ? { method } : asJson(method, body);
    const answer = await fetch(urlOf(row.service, profile) + path, asked);
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  }
}

function pathIn({ path }: RouteRow, { eventId, claim, idempotencyKey, paymentId }: World): string {
  const values: Record<string, string> = {
    eventId,
    claimId: claim.claimId,
    code: 'seat-taken',
    idempotencyKey,
    paymentId,
  };
  return path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`what is :${name} in ${path}? world.ts and pathIn must know`);
    return value;
  });
}

describe.each(ROWS)('$service $method $path', (row) => {
  it.each(PROFILE_NAMES)('%s: refuses whom the page does not list, and writes nothing', async (profile) => {
    const { refused, refusal } = cells(row, profile);
    const world = await untouchedWorld(row);
    await quiet(sql);
    const before = await fingerprint(sql);
    for (const identity of refused) {
      const answer = await send(row, profile, world, identity);
      const told = { identity, status: answer.status, code: Reflect.get(Object(answer.body), 'code') };
      expect(told).toEqual({ identity, ...refusal });
      if (refusal.code !== 'not-found') continue;
      expect(answer).toEqual(await send(row, profile, world, identity, UNKNOWN_PATH));
    }
    expect(await fingerprint(sql)).toEqual(before);
  });

  it.each(PROFILE_NAMES)('%s: answers whom the page lists', async (profile) => {
    for (const identity of cells(row, profile).allowed) {
      const world = await (row.method === 'GET' ? untouchedWorld : freshWorld)(row);
      await sendFirst(row, profile);
      const { status, body } = await send(row, profile, world, identity);
      const yes = exampleOf(row).status ?? 200;
      expect({ identity, status, body: status === yes ? 'yes' : body }).toEqual({
        identity,
        status: yes,
        body: 'yes',
      });
    }
  });
});

interface Document {
  readonly paths: Record<string, Record<string, { readonly security?: object[] }>>;
}

it.each(PROFILE_NAMES)('%s: the document of the API has nothing that is not there', async (profile) => {
  const document = (await (await fetch(`${urlOf('booking', profile)}/openapi.json`)).json()) as Document;
  const found = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { security = [] }]) => ({
      route: `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
      tokens: security.flatMap((scheme) => Object.keys(scheme)),
    })),
  );
  const ofBooking = ROWS.filter(({ service }) => service === 'booking');
  const wrong = found.filter(({ route, tokens }) => {
    const row = ofBooking.find(({ method, path }) => `${method} ${path}` === route);
    if (row === undefined || cells(row, profile).allowed.length === 0) return true;
    return tokens.join() !== (row.who === 'admin' || row.who === 'bearer' ? row.who : '');
  });
  expect(wrong).toEqual([]);
  expect(found.length).toBeGreaterThan(5);
});

it('the matrix has the lines of every service, and asks for something that is refused', () => {
  expect(new Set(ROWS.map(({ service }) => service))).toEqual(new Set(Object.keys(SERVICES)));
  expect(ROWS.flatMap((row) => cells(row, 'production').refused).length).toBeGreaterThan(20);
});

it('what a request writes would be seen', async () => {
  const before = await fingerprint(sql);
  await makeWorld(urlOf('booking', 'lab'), sql);
  expect(await fingerprint(sql)).not.toEqual(before);
});

it('every example is of a route that is there', () => {
  const keys = new Set(ROWS.map(({ service, method, path }) => `${service} ${method} ${path}`));
  expect(Object.keys(EXAMPLES).filter((key) => !keys.has(key))).toEqual([]);
});

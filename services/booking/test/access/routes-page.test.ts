import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type TestDatabase, cloneDatabase } from '../../../../tools/test-servers/databases.ts';
import { routeRow, routesPage, rowsOfPage } from '../../../../tools/routes-page.ts';
import { type RunningService, SERVICES } from './services.ts';

const PAGE = '../../../../docs/routes.md';
/** Files of the document's page. */
const OF_THE_PAGE = /^GET \/docs\//;

let database: TestDatabase;
const services = new Map<string, RunningService>();
beforeAll(async () => {
  database = await cloneDatabase(inject('servers').templateUrl);
  for (const [name, start] of Object.entries(SERVICES)) {
    services.set(name, await start(database.url, { profile: 'lab', adminToken: undefined }));
  }
});
afterAll(async () => {
  for (const { app } of services.values()) await app.close();
  await database.drop();
});

const rows = () =>
  [...services].flatMap(([name, { routes }]) => routes.map((route) => routeRow(name, route)));

it('docs/routes.md has every route of every service (written by -u)', async () => {
  await expect(routesPage(rows())).toMatchFileSnapshot(PAGE);
});

it('and can be read back', () => {
  expect(rowsOfPage(routesPage(rows()))).toEqual(rows());
});

describe.each(Object.keys(SERVICES))('%s', (name) => {
  it('has no route beside those', () => {
    const { routes = [], registered = [] } = services.get(name) ?? {};
    const known = new Set(routes.map(({ method, path }) => `${method} ${path}`));
    // a HEAD comes with every GET, and answers as that does
    const asGet = registered.map((route) => route.replace(/^HEAD/, 'GET'));
    expect(asGet.filter((route) => !known.has(route) && !OF_THE_PAGE.test(route))).toEqual([]);
    expect(registered.length).toBeGreaterThan(routes.length);
  });
});

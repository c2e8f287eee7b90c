// @ts-check
import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { HOST } from '../servers/server.mjs';
import { Link } from './link.mjs';
import { allLinks } from './plan.mjs';

// A process of its own: what the lab does must not delay what replicas and servers say to each other.
// GET /links/booking-1/redis-2 says how that link is, PUT changes it, with
// {"cut": "silence" | "refuse" | null, "latencyMs": 20}.

const [links = 0, postgres = 0, redis = 0, nats = 0] = process.argv.slice(2).map(Number);
const byPath = new Map(
  allLinks({ links, postgres, redis, nats }).map((plan) => [
    `/links/${plan.replica}/${plan.to}`,
    new Link(plan),
  ]),
);
await Promise.all([...byPath.values()].map((link) => link.listen()));

const OK = 200;
const NOT_FOUND = 404;

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function answer(request, response) {
  const link = byPath.get(request.url ?? '');
  if (link && request.method === 'PUT') {
    link.change(/** @type {import('./link.mjs').Change} */ (await json(request)));
  }
  response.writeHead(link ? OK : NOT_FOUND, { 'content-type': 'application/json' });
  response.end(JSON.stringify(link?.view() ?? null));
}

const asked = createServer((request, response) => void answer(request, response));
asked.listen(links, HOST);
await once(asked, 'listening');
process.once('SIGTERM', () => process.exit());

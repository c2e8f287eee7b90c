/** What the Compose check claims, one function each: it throws when it is not so. */
import { setTimeout as pause } from 'node:timers/promises';
import { Api } from './api.mjs';

const HEALTHY_WITHIN_MS = 120_000;
const SETTLE_WITHIN_MS = 20_000;
/** nginx waits for no answer longer. Here it is asked whether all works: others may have the machine as well. */
const ANSWERED_WITHIN_MS = 4_500;
const POLL_MS = 500;
const ROW = { name: 'A', seats: 40 };
const ONCE = ['booking-migrate', 'inventory-migrate', 'payments-migrate'];

/** @typedef {import('./compose.mjs').Compose} Compose */
/** @typedef {import('./compose.mjs').Container} Container */

/** @param {boolean} holds @param {string} otherwise */
export function must(holds, otherwise) {
  if (!holds) throw new Error(otherwise);
}

/** @param {Compose} docker @param {number} replicas */
export async function everybodyIsHealthy(docker, replicas) {
  const deadline = performance.now() + HEALTHY_WITHIN_MS;
  for (;;) {
    const all = await docker.containers();
    const waiting = all.filter((c) =>
      ONCE.includes(c.service) ? c.exitCode !== 0 || c.running : c.health !== 'healthy',
    );
    const booking = all.filter((c) => c.service === 'booking').length;
    if (waiting.length === 0 && booking === replicas) return `${all.length - ONCE.length} services up`;
    const names = waiting.map((c) => `${c.name} (${c.health})`).join(', ');
    must(performance.now() < deadline, `${booking} booking replicas; not healthy: ${names || 'nobody'}`);
    await pause(POLL_MS);
  }
}

/** Every replica serves, and inventory counts what they sold. @param {Compose} docker @param {number} replicas */
export async function claimsReachEveryReplica(docker, replicas) {
  const api = new Api(docker.url);
  const sections = [{ name: 'Stalls', rows: [ROW.name], seatsPerRow: ROW.seats, price: 100 }];
  const created = await api.send('POST', '/v1/events', { name: 'Compose check', sections });
  must(created.status === 201, `POST /v1/events answered ${created.status}: ${JSON.stringify(created.body)}`);
  const { eventId } = created.body;
  const answered = new Set();
  for (let seat = 1; seat <= ROW.seats; seat += 1) {
    const { status, replica, body } = await api.claim(eventId, `${ROW.name}${seat}`);
    must(status === 201, `${ROW.name}${seat} answered ${status}: ${JSON.stringify(body)}`);
    answered.add(replica);
  }
  api.close();
  must(answered.size === replicas, `answers came from ${[...answered].join(', ')}`);
  await inventoryCounts(docker.url, eventId, ROW.seats);
  return `${ROW.seats} claims, ${answered.size} replicas, inventory agrees`;
}

/** @param {string} url @param {string} eventId @param {number} booked */
export async function inventoryCounts(url, eventId, booked) {
  const api = new Api(url);
  const deadline = performance.now() + SETTLE_WITHIN_MS;
  for (;;) {
    const { body } = await api.send('GET', `/v1/inventory/events/${eventId}`);
    if (body.booked === booked && body.liveSeats === booked) break;
    must(performance.now() < deadline, `inventory says ${JSON.stringify(body)} and not ${booked} booked`);
    await pause(POLL_MS);
  }
  api.close();
}

/** Customers reach the provider's page, and nobody its API. @param {Compose} docker */
export async function onlyThePageToPayOn(docker) {
  const page = await fetch(`${docker.url}/pay/nothing`);
  const text = await page.text();
  must(page.status === 404 && text.includes('No such payment'), `/pay/ answered ${page.status}: ${text}`);
  const api = await fetch(`${docker.url}/v1/payments?reference=any`);
  must(api.status === 404, `the provider's API answered ${api.status} through the proxy`);
}

/** @param {Compose} docker */
export async function onlyLoopbackIsPublished(docker) {
  const ports = (await docker.containers()).flatMap((c) => c.published.map((port) => `${c.service} ${port}`));
  must(ports.length > 0, 'nothing is published');
  const open = ports.filter((port) => !port.includes(' 127.0.0.1:'));
  must(open.length === 0, `published beyond this machine: ${open.join(', ')}`);
  return ports.join(', ');
}

/** @param {Compose} docker */
export async function nobodyIsRoot(docker) {
  const running = (await docker.containers()).filter((c) => c.running);
  /** @type {string[]} */
  const root = [];
  for (const { id, service } of running) {
    const [, ...processes] = (await docker.run('docker', ['top', id, '-o', 'uid,pid,comm']))
      .trim()
      .split('\n');
    if (processes.some((line) => line.trim().startsWith('0 '))) root.push(service);
  }
  must(root.length === 0, `run as root: ${root.join(', ')}`);
  return `${running.length} containers`;
}

/** @param {Compose} docker @param {number} replicas */
export async function k6Passes(docker, replicas) {
  const limit = ['-e', `P95_MS=${ANSWERED_WITHIN_MS}`];
  const printed = await docker.compose(
    ['run', '--rm', 'k6', 'run', '--quiet', ...limit, '/scripts/concurrent-booking.js'],
    120,
  );
  const booking = (await docker.containers()).filter((c) => c.service === 'booking' && c.running);
  must(booking.length === replicas, `after the run there are ${booking.length} booking replicas`);
  const verdict = /^ *(SAFE .*)$/m.exec(printed)?.[1];
  must(verdict !== undefined, `no verdict SAFE in:\n${printed}`);
  return verdict;
}

/** Scaling touches booking alone. @param {Container[]} before @param {Container[]} after */
export function nobodyElseWasTouched(before, after) {
  const [then, now] = [others(before), others(after)];
  must(then === now, `recreated or restarted:\n${then}\nnow:\n${now}`);
}

/** A migration is asked again at every `up`, and has nothing to do. @param {Container[]} all */
const others = (all) =>
  all
    .filter(({ service }) => service !== 'booking')
    .map((c) => `${c.name} ${c.id.slice(0, 12)} ${ONCE.includes(c.service) ? '' : c.startedAt}`)
    .toSorted()
    .join('\n');

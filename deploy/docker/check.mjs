/**
 * The Compose check: builds the images, starts everything with four replicas, claims, scales under load, and takes it
 * all down again. It needs a working Docker and nothing else; LASTSEAT_DOCKER_SETUP may name a command that provides
 * one (and the images, where no image registry is reachable) and is run first. Exit code 0: everything held.
 */
import { Compose, freePort } from './check/compose.mjs';
import { indented, Report } from './check/report.mjs';
import { Scaling } from './check/scaling.mjs';
import {
  claimsReachEveryReplica,
  everybodyIsHealthy,
  k6Passes,
  nobodyIsRoot,
  onlyLoopbackIsPublished,
  onlyThePageToPayOn,
} from './check/steps.mjs';

const SECONDS = { setup: 600, build: 600, up: 240, down: 120 };
const REPLICAS = { first: 4, more: 6, fewer: 2 };

const docker = new Compose(await freePort(), await freePort());
const scaling = new Scaling(docker);
const report = new Report();

const down = () =>
  docker.compose(['--profile', '*', 'down', '--volumes', '--rmi', 'local', '--timeout', '5'], SECONDS.down);

let interrupted = false;
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => {
    // once: what comes next takes everything down, and that must not be interrupted
    if (!interrupted) docker.interrupt();
    interrupted = true;
  });
}

/** @param {string} name @param {() => Promise<string | void>} work @param {string[]} suspects whose logs tell more */
async function step(name, work, ...suspects) {
  if (interrupted) return false;
  const held = await report.step(name, work);
  if (!held && suspects.length > 0 && !interrupted) {
    console.log(indented(await docker.logs(suspects).catch(String)));
  }
  return held;
}

async function prepare() {
  const setup = process.env['LASTSEAT_DOCKER_SETUP'];
  if (
    setup &&
    !(await step(`Docker, by ${setup}`, () => docker.run('sh', ['-c', setup], SECONDS.setup).then(nothing)))
  ) {
    return false;
  }
  if (!(await step('docker compose is there', async () => version(await docker.compose(['version'])))))
    return false;
  await down(); // what a killed check left behind
  return step('build', () => docker.compose(['build'], SECONDS.build).then(nothing));
}

async function check() {
  const { first, more, fewer } = REPLICAS;
  const started = await step(
    `up with ${first} replicas`,
    async () => {
      await docker.up(first, SECONDS.up);
      return everybodyIsHealthy(docker, first);
    },
    'booking',
    'inventory',
    'payments',
    'nginx',
  );
  if (!started) return;
  await step(
    'claims reach every replica',
    () => claimsReachEveryReplica(docker, first),
    'nginx',
    'booking',
    'inventory',
  );
  await step('customers can pay', () => onlyThePageToPayOn(docker), 'nginx', 'payments');
  await step('only loopback is published', () => onlyLoopbackIsPublished(docker));
  await step('nobody runs as root', () => nobodyIsRoot(docker));
  await step('k6 in a container', () => k6Passes(docker, first), 'booking', 'inventory');
  if (!(await step('a steady load', () => scaling.begin(), 'booking'))) return;
  await step(`under it, ${more} replicas`, () => scaling.to(more), 'nginx', 'booking');
  await step(`under it, ${fewer} replicas`, () => scaling.to(fewer), 'nginx', 'booking');
  await step('no answer but 201 and 409', () => scaling.end(), 'nginx', 'booking');
}

const nothing = () => undefined;
const version = (/** @type {string} */ printed) => printed.trim().replace(/^.*version /, '');

try {
  if (await prepare()) await check();
} finally {
  await scaling.stop();
  await report.step('down, with volumes', () => down().then(nothing));
  const exitCode = report.close();
  process.exitCode = interrupted ? 130 : exitCode;
}

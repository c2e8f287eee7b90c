/** `docker` and `docker compose` for one project of our own, each call bounded in time. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

export const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));
export const PROJECT = 'lastseat-check';
const LOG_LINES = 40;
const QUICK_SECONDS = 60;

/** @typedef {{ id: string, service: string, name: string, running: boolean, exitCode: number, health: string,
 *   startedAt: string, published: string[] }} Container */

export class Compose {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #child;

  /** @param {number} port where nginx is published, on loopback @param {number} buyPort where it is as well */
  constructor(port, buyPort) {
    this.url = `http://127.0.0.1:${port}`;
    const ports = { LASTSEAT_API_PORT: String(port), LASTSEAT_BUY_PORT: String(buyPort) };
    this.environment = { ...process.env, ...ports, COMPOSE_PROGRESS: 'plain' };
  }

  /** Ends the command that is running; there is never more than one. */
  interrupt() {
    const pid = this.#child?.pid;
    if (pid !== undefined && this.#child?.exitCode === null) process.kill(-pid, 'SIGTERM');
  }

  /** @param {string[]} words @param {number} [withinSeconds] */
  compose(words, withinSeconds = QUICK_SECONDS) {
    return this.run('docker', ['compose', '--project-name', PROJECT, ...words], withinSeconds);
  }

  /** @param {number} replicas @param {number} withinSeconds */
  up(replicas, withinSeconds) {
    return this.compose(['up', '--detach', '--no-build', '--scale', `booking=${replicas}`], withinSeconds);
  }

  /**
   * @param {string} program @param {string[]} words @param {number} [withinSeconds]
   * @returns {Promise<string>} what it printed; a failure is an Error with the end of it
   */
  run(program, words, withinSeconds = QUICK_SECONDS) {
    return new Promise((resolve, reject) => {
      const child = spawn(program, words, {
        cwd: REPOSITORY,
        env: this.environment,
        stdio: ['ignore', 'pipe', 'pipe'],
        // a group of its own: Ctrl-C reaches us alone, and we decide what becomes of it
        detached: true,
      });
      this.#child = child;
      const late = setTimeout(() => this.interrupt(), withinSeconds * 1_000);
      let printed = '';
      const keep = (/** @type {Buffer} */ chunk) => (printed += chunk.toString());
      child.stdout.on('data', keep);
      child.stderr.on('data', keep);
      child.on('error', reject);
      child.on('close', (code, signal) => {
        clearTimeout(late);
        if (code === 0) return resolve(printed);
        const ending = signal === null ? `exit code ${code}` : `${signal}, after ${withinSeconds} s at most`;
        reject(new Error(`${program} ${words.join(' ')}: ${ending}\n${lastLines(printed)}`));
      });
    });
  }

  /** @returns {Promise<Container[]>} those that have ended too */
  async containers() {
    const label = `label=com.docker.compose.project=${PROJECT}`;
    const ids = (await this.run('docker', ['ps', '--all', '--quiet', '--filter', label]))
      .split('\n')
      .filter(Boolean);
    if (ids.length === 0) return [];
    /** @type {any[]} */
    const all = JSON.parse(await this.run('docker', ['inspect', ...ids]));
    return all.map((found) => ({
      id: found.Id,
      service: found.Config.Labels['com.docker.compose.service'],
      name: found.Name.slice(1),
      running: found.State.Running,
      exitCode: found.State.ExitCode,
      health: found.State.Health?.Status ?? 'none',
      startedAt: found.State.StartedAt,
      published: published(found.HostConfig.PortBindings),
    }));
  }

  /** The last words of whoever is not well; of everybody's when all seem to be. @param {string[]} services */
  async logs(services) {
    const broken = (await this.containers())
      .filter((c) => (c.running ? c.health === 'unhealthy' : c.exitCode !== 0))
      .map((c) => c.service);
    const whose = broken.length > 0 ? broken : services;
    return this.compose(['logs', '--no-color', `--tail=${LOG_LINES}`, ...new Set(whose)]);
  }
}

/** @param {Record<string, { HostIp: string, HostPort: string }[]> | null} bindings */
const published = (bindings) =>
  Object.values(bindings ?? {}).flatMap((hosts) =>
    hosts.map(({ HostIp, HostPort }) => `${HostIp}:${HostPort}`),
  );

/** @param {string} text */
const lastLines = (text) => text.trimEnd().split('\n').slice(-LOG_LINES).join('\n');

/** @returns {Promise<number>} a port on loopback that nobody uses */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

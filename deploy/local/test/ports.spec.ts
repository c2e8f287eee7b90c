import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { pause } from '#deadlines';
import { freePorts } from '../servers/ports.mjs';
import { buyAddresses } from '../stack/buy-port.mjs';
import { checkPorts, namedPort, readPorts } from '../stack/ports.mjs';

/** Begins its search where it is told to. */
const TAKES_AT_RANDOM = `
  Math.random = () => Number(process.env.RANDOM);
  const { freePorts } = await import(process.env.PORTS_MODULE);
  console.log((await freePorts(50))[0]);
`;

describe('ports', () => {
  it('have variables, and usual values below 32768', () => {
    const ports = readPorts({ LASTSEAT_API_PORT: '9000' });
    expect(ports.api).toBe(9000);
    expect(Object.values(readPorts({})).every((port) => port < 32_768)).toBe(true);
  });

  it.each(['no number', '0', '70000', '80.5'])('are not "%s"', (text) => {
    expect(() => readPorts({ LASTSEAT_NATS_PORT: text })).toThrow(`LASTSEAT_NATS_PORT=${text} is not a port`);
  });

  it('that are taken are named, with the variable that changes them', async () => {
    const [port = 0] = await freePorts(1);
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const taken = namedPort(readPorts({ LASTSEAT_REDIS_PORT: String(port - 1) }), 'redis', 1);
    const message = `Port ${port} (Redis 2) is taken by another program: stop it, or set LASTSEAT_REDIS_PORT`;
    await expect(checkPorts([taken])).rejects.toThrow(message);
    other.close();
    await once(other, 'close');
    await expect(checkPorts([taken])).resolves.toBeUndefined();
  });

  it('that are given up in a moment are waited for: threads of a killed process end after it', async () => {
    const [port = 0] = await freePorts(1);
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const checked = checkPorts([namedPort(readPorts({ LASTSEAT_NATS_PORT: String(port) }), 'nats')]);
    void pause(100).then(() => other.close());
    await expect(checked).resolves.toBeUndefined();
  });

  it('that two want are refused before anything starts', async () => {
    const ports = readPorts({ LASTSEAT_NATS_PORT: '8432' });
    const both = [namedPort(ports, 'postgres'), namedPort(ports, 'nats')];
    await expect(checkPorts(both)).rejects.toThrow('set LASTSEAT_POSTGRES_PORT or LASTSEAT_NATS_PORT');
  });

  it('for the one client that looks elsewhere need not be free', async () => {
    const [port = 0, api = 0] = await freePorts(2);
    const ports = readPorts({ LASTSEAT_BUY_PORT: String(port), LASTSEAT_API_PORT: String(api) });
    const lines: string[] = [];
    const progress = { line: (text: string) => lines.push(text) };
    expect(await buyAddresses(ports, progress)).toContain(`127.0.0.1:${port}`);
    expect(await buyAddresses({ ...ports, buy: api }, progress)).toEqual([]);
    expect(lines).toEqual([]);
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    expect(await buyAddresses(ports, progress)).toEqual([]);
    expect(lines.join()).toMatch(new RegExp(`Port ${port} is taken .*LASTSEAT_BUY_PORT`));
    other.close();
    await once(other, 'close');
  });

  it('for tests are in a row, and given away once, also to those who ask together', async () => {
    const rows = await Promise.all([freePorts(5), freePorts(5), freePorts(50)]);
    for (const row of rows) expect(row).toEqual(row.map((_, index) => (row[0] ?? 0) + index));
    expect(new Set(rows.flat()).size).toBe(60);
  });

  it('for tests are those of a slot that no other process has', async () => {
    const [port = 0] = await freePorts(50);
    const slot = Math.floor((port - 20_000) / 50);
    const other = spawnSync(process.execPath, ['--input-type=module', '--eval', TAKES_AT_RANDOM], {
      env: {
        ...process.env,
        PORTS_MODULE: fileURLToPath(new URL('../servers/ports.mjs', import.meta.url)),
        RANDOM: String((slot + 0.5) / 200),
      },
      encoding: 'utf8',
    });
    expect(other.stderr).toBe('');
    expect(Number(other.stdout)).not.toBe(port);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identityOf } from '../process/identity.mjs';
import { withLock } from '../stack/lock.mjs';

describe('the lock', () => {
  let folder = '';
  const lock = (): string => join(folder, 'lock');
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lastseat-lock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('keeps out a second command, and names the first', async () => {
    const second = withLock(lock(), { command: 'npm run scale' }, () =>
      withLock(lock(), { command: 'npm run up' }, async () => 'both'),
    );
    await expect(second).rejects.toThrow(`"npm run scale" (pid ${process.pid}) is at work here`);
  });

  it('is free again after its holder failed', async () => {
    await expect(withLock(lock(), { command: 'a' }, () => Promise.reject(new Error('no')))).rejects.toThrow(
      'no',
    );
    await expect(withLock(lock(), { command: 'b' }, async () => 'b')).resolves.toBe('b');
  });

  it('of a killed holder is taken over, also when its pid belongs to somebody else now', async () => {
    writeFileSync(lock(), JSON.stringify({ ...identityOf(process.pid), startTime: '1', command: 'killed' }));
    await expect(withLock(lock(), { command: 'b' }, async () => 'b')).resolves.toBe('b');
  });
});

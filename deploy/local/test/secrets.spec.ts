import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebhookSecrets } from '#webhooks';
import { makeLayout } from '../stack/layout.mjs';
import { readSecrets } from '../stack/secrets.mjs';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lastseat-secrets-'));
});
afterEach(() => rmSync(home, { recursive: true }));

describe('the secrets of a home', () => {
  it('are made once, for us alone, in the form that the services want', () => {
    const layout = makeLayout({ LASTSEAT_HOME: home });
    const secrets = readSecrets(layout);
    expect(readSecrets(layout)).toEqual(secrets);
    expect(statSync(layout.secretsFile).mode & 0o777).toBe(0o600);
    expect(WebhookSecrets.safeParse(secrets.webhookSecret).success).toBe(true);
    expect(new Set(Object.values(secrets)).size).toBe(4);
  });

  it('stay what they are when a newer version needs more', () => {
    const layout = makeLayout({ LASTSEAT_HOME: home });
    const old = { postgresPassword: 'kept', secret: 'kept too' };
    writeFileSync(layout.secretsFile, JSON.stringify(old));
    const secrets = readSecrets(layout);
    expect(secrets).toMatchObject(old);
    expect(secrets.paymentsKey).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.parse(readFileSync(layout.secretsFile, 'utf8'))).toEqual(secrets);
  });
});

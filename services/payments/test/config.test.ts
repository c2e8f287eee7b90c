import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

// real: a process of what `npm run build` made; it ends before it needs a server
const PROGRAM = fileURLToPath(new URL('../../../dist/services/payments/src/main.js', import.meta.url));
const NEEDED = {
  DATABASE_URL: 'postgres://nobody@127.0.0.1:9/nothing',
  WEBHOOK_URL: 'http://127.0.0.1:9/',
  PUBLIC_URL: 'http://127.0.0.1:9/',
};
const SECRETS = {
  LASTSEAT_PAYMENTS_KEY: 'a key of tests',
  LASTSEAT_WEBHOOK_SECRETS: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
};

const started = (env: NodeJS.ProcessEnv): Promise<{ code: unknown; said: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [PROGRAM], { env }, (error, _, said) => resolve({ code: error?.code, said }));
  });

it.each([
  ['the key that everybody has', 'LASTSEAT_PAYMENTS_KEY', { LASTSEAT_PAYMENTS_KEY: 'lastseat-lab' }],
  ['no secrets', 'LASTSEAT_WEBHOOK_SECRETS', { LASTSEAT_WEBHOOK_SECRETS: undefined }],
  ['a secret of another form', 'LASTSEAT_WEBHOOK_SECRETS', { LASTSEAT_WEBHOOK_SECRETS: 'secret' }],
  ['nowhere to send webhooks', 'WEBHOOK_URL', { WEBHOOK_URL: 'mailto:me' }],
])('in production it does not start with %s, and names %s', async (_, variable, change) => {
  const all = { LASTSEAT_PROFILE: 'production', ...NEEDED, ...SECRETS, ...change };
  expect(await started(all)).toMatchObject({ code: 1, said: expect.stringMatching(`^${variable}`) });
});

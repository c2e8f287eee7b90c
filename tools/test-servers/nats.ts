import { inject } from 'vitest';

/** The server of this worker; vitest numbers its workers from 1. */
export function natsUrl(): string {
  const { natsUrls } = inject('servers');
  const url = natsUrls[Number(process.env['VITEST_POOL_ID']) - 1];
  if (url === undefined) throw new Error(`no NATS server for worker ${process.env['VITEST_POOL_ID']}`);
  return url;
}

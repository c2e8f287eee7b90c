const BODY_BYTES_MOST = 16_384;
/** Longer than nginx keeps an idle connection to us (30 s), so that it is never we who close under its request. */
const KEEP_ALIVE_MS = 75_000;

export const HTTP_OPTIONS = {
  bodyLimit: BODY_BYTES_MOST,
  keepAliveTimeout: KEEP_ALIVE_MS,
  trustProxy: true,
} as const;

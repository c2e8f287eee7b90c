const BEARER = /^Bearer +([\w-]+)$/i;

/** The token of `Authorization: Bearer <token>`; empty, which fits nothing, where there is none. RFC 6750. */
export const bearerToken = (authorization: string | undefined): string =>
  BEARER.exec(authorization ?? '')?.[1] ?? '';

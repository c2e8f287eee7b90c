import { bearerToken } from '#access';
import type { ClaimReference } from '../booking/life/claim-change.js';

/** Which claim is meant, and the token that is borne; an empty one, which fits nothing, where there is none. */
export const claimReference = (
  eventId: string,
  claimId: string,
  authorization: string | undefined,
): ClaimReference => ({ eventId, claimId, token: bearerToken(authorization) ?? '' });

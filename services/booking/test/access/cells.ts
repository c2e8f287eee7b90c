import type { AccessSettings } from '#access';
import type { RouteRow } from '../../../../tools/routes-page.ts';
import { SHOP_KEY } from '../../../payments/test/support/payments-app.ts';
import type { World } from './world.ts';

export const ADMIN_TOKEN = 'the-token-of-the-administrator-of-tests';

/** Who asks, by the token that he sends. */
export const IDENTITIES = {
  'a stranger': () => undefined,
  "the claim's bearer": ({ claim }: World) => claim.claimToken,
  "another claim's bearer": ({ otherClaim }: World) => otherClaim.claimToken,
  "a forger of the claim's token": ({ claim }: World) => forged(claim.claimToken),
  'the administrator': () => ADMIN_TOKEN,
  'a forger of his token': () => forged(ADMIN_TOKEN),
  'the shop': () => SHOP_KEY,
} as const satisfies Record<string, (world: World) => string | undefined>;
export type Identity = keyof typeof IDENTITIES;
const EVERYBODY = Object.keys(IDENTITIES) as Identity[];

const forged = (token: string): string => token.slice(0, -1) + (token.endsWith('x') ? 'y' : 'x');

export const PROFILES = {
  lab: { profile: 'lab', adminToken: ADMIN_TOKEN },
  production: { profile: 'production', adminToken: ADMIN_TOKEN },
  'production without an administrator': { profile: 'production', adminToken: undefined },
} as const satisfies Record<string, AccessSettings>;
export type Profile = keyof typeof PROFILES;

const NO_SUCH_ROUTE = { status: 404, code: 'not-found' };
const REFUSALS: Readonly<Record<string, Cells['refusal']>> = {
  "the claim's bearer": { status: 404, code: 'claim-unknown' },
  'the shop': { status: 401, code: 'unauthorized' },
};

interface Cells {
  readonly allowed: readonly Identity[];
  readonly refused: readonly Identity[];
  readonly refusal: { readonly status: number; readonly code: string };
}

/** What the page's line says of the profile. */
export function cells(row: RouteRow, profile: Profile): Cells {
  const whom = profile === 'lab' ? row.lab : row.production;
  const allowed = EVERYBODY.filter((identity) => {
    if (whom === 'the administrator' && PROFILES[profile].adminToken === undefined) return false;
    return whom === 'anybody' || whom === identity;
  });
  const refused = EVERYBODY.filter((identity) => !allowed.includes(identity));
  return { allowed, refused, refusal: REFUSALS[whom] ?? NO_SUCH_ROUTE };
}

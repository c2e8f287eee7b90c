import type { ChangeAnswer, ClaimRow, Evidence } from './evidence.js';
import type { Finding } from './finding.js';
import { finding } from './finding.js';

const OVER: readonly string[] = ['released', 'cancelled', 'expired'];
const TOLD_OVER: readonly string[] = ['hold-expired', 'claim-over'];
/** An answer has its time in ms, a row in µs. */
const ROUNDED_US = 1_000;

/** What the bearer of a claim was told of it, and what he asked for, of one claim. */
interface Told {
  claim: ClaimRow;
  asked: readonly ChangeAnswer[];
}

/** What a bearer was told of his claim is so at the end, as far as he has asked for nothing else since. */
export function toldStaysSo({ claims, changes = [] }: Evidence): Finding[] {
  const byClaim = new Map<string, ChangeAnswer[]>();
  for (const one of changes) {
    if (!one.bearer) continue;
    const asked = byClaim.get(one.claimId);
    if (asked === undefined) byClaim.set(one.claimId, [one]);
    else asked.push(one);
  }
  return claims.flatMap((claim) => {
    const told = { claim, asked: byClaim.get(claim.claimId) ?? [] };
    return [...notBooked(told), ...notGivenBack(told), ...notExtended(told), ...cameBack(told)];
  });
}

const yes = ({ outcome }: ChangeAnswer): boolean => outcome === 'ok';
const by = ({ answeredBy }: ChangeAnswer): string => (answeredBy === null ? '' : ` (${answeredBy})`);

function lost({ claim }: Told, one: ChangeAnswer, what: string): Finding {
  const text = `${claim.customer} was told that ${one.seat} is ${what}${by(one)}, but his claim is ${claim.status}.`;
  return finding('lost-acknowledgement', 'UNSAFE', text, { seat: one.seat, claims: [claim.claimId] });
}

function notBooked(told: Told): Finding[] {
  const { claim, asked } = told;
  const booked = asked.find((one) => yes(one) && (one.status === 'booked' || one.does === 'confirm'));
  if (booked === undefined || claim.status === 'booked') return [];
  const gaveBack = asked.some(({ does }) => does === 'give-back');
  return gaveBack && claim.status === 'cancelled' ? [] : [lost(told, booked, 'booked')];
}

/** Who gives back what was over by itself may find it paid for late. */
function notGivenBack(told: Told): Finding[] {
  const { claim, asked } = told;
  const given = asked.find(
    ({ does, outcome, status }) => does === 'give-back' && outcome === 'ok' && status !== 'expired',
  );
  return given === undefined || given.status === claim.status ? [] : [lost(told, given, 'given back')];
}

function notExtended(told: Told): Finding[] {
  const { claim, asked } = told;
  const extended = asked.find((one) => yes(one) && one.does === 'extend' && one.status === 'held');
  if (extended === undefined || (claim.expiresAtUs ?? 0) + ROUNDED_US > (extended.expiresAtUs ?? 0))
    return [];
  return [lost(told, extended, 'held for longer')];
}

/**
 * The clock does not go back. A confirmation that was on its way before he was told may have been decided before, so
 * only one that was sent after it counts.
 */
function cameBack({ claim, asked }: Told): Finding[] {
  const over = asked.find(
    (one) => (yes(one) && OVER.includes(one.status ?? '')) || TOLD_OVER.includes(one.code),
  );
  if (over === undefined || asked.some(({ does }) => does === 'pay')) return [];
  const before = asked.some(({ does, sentAtUs }) => does === 'confirm' && sentAtUs <= over.atUs);
  const later = asked.find(
    (one) => yes(one) && one.sentAtUs > over.atUs && (one.status === 'held' || one.status === 'booked'),
  );
  // a hold that nobody has swept is over all the same
  const back = later?.status ?? (claim.status === 'booked' ? claim.status : null);
  if (before || back === null) return [];
  const text = `${claim.customer} was told that his claim of ${over.seat} is over${by(over)}, and then it is ${back}.`;
  return [finding('came-back', 'UNSAFE', text, { seat: over.seat, claims: [claim.claimId] })];
}

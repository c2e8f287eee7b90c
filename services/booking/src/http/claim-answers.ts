import { Inject, Injectable } from '@nestjs/common';
import type { ClaimView, Degraded, Problem } from '#contracts';
import { type ErrorCode, type ProblemDetails, problem } from '#errors';
import type { ClaimCommand, UnknownSeat } from '../booking/claim-command.js';
import { ClaimTokens } from '../booking/claim-tokens.js';
import type { ClaimResult } from '../booking/claim-result.js';
import { BOOKING_CONFIG, type BookingConfig } from '../config.js';
import type { Claimed, FinalOutcome } from '../ledger/claim.js';
import type { Decision } from '../ledger/decisions.js';
import { amountOf, seatsOf } from '../policy/sale.js';
import { Sales } from '../policy/sales.js';

type Origin = Required<Pick<ProblemDetails, 'strategy' | 'policyVersion' | 'replica'>> &
  Pick<ProblemDetails, 'degraded'>;
/** Whose request it is. */
type Customer = Pick<ClaimCommand, 'eventId' | 'customerId'>;
type Refused = Exclude<FinalOutcome, Claimed>;

/** What a claim came to, in the shape and with the status that HTTP has for it. */
@Injectable()
export class ClaimAnswers {
  constructor(
    private readonly sales: Sales,
    private readonly tokens: ClaimTokens,
    @Inject(BOOKING_CONFIG) private readonly config: BookingConfig,
  ) {}

  async of(result: ClaimResult, command: Customer): Promise<ClaimView | Problem> {
    switch (result.kind) {
      case 'decided':
        return this.#decided(result.decision, command);
      case 'open':
        return problem(result.outcome.code, undefined, {
          ...this.#origin(result.request),
          ...degradedIn(result.outcome),
        });
      case 'unknown':
        return problem('answer-unknown', undefined, this.#origin(result.request));
      case 'key-reused':
        return this.#misuse('idempotency-key-reused', 'Idempotency-Key', 'was used before with another body');
      case 'event-unknown':
        return this.#misuse('event-unknown', 'eventId', `there is no event ${command.eventId}`);
      case 'policy-refused':
        return problem(result.breach, undefined, { replica: this.config.replica });
      case 'seats-unknown':
        return this.#unknownSeats(result.seats);
      case 'section-unknown':
        return this.#misuse('section-unknown', 'section', `the event has no section "${result.section}"`);
    }
  }

  async #decided(decision: Decision, command: Customer): Promise<ClaimView | Problem> {
    const { strategy, policyVersion, replica, outcome } = decision;
    const origin = { strategy, policyVersion, replica, ...degradedIn(outcome) };
    return outcome.kind === 'claimed'
      ? this.#claimView(decision, outcome, command)
      : refusal(outcome, origin);
  }

  async #claimView(decision: Decision, claimed: Claimed, command: Customer): Promise<ClaimView> {
    const sale = await this.sales.find(command.eventId);
    const seats = seatsOf(
      sale,
      claimed.seats.map(({ seatId }) => seatId),
    );
    const versions = new Map(claimed.seats.map(({ seatId, version }) => [seatId, version]));
    return {
      claimId: decision.claimId,
      claimToken: this.tokens.of(decision.claimId),
      eventId: command.eventId,
      customerId: command.customerId,
      status: claimed.status,
      expiresAt: claimed.expiresAt,
      amount: amountOf(seats),
      seats: seats.map(({ seatId, label, section, row, number }) => ({
        ...{ label, section, row, number },
        version: versions.get(seatId) ?? 0,
      })),
      ...degradedIn(claimed),
      strategy: decision.strategy,
      policyVersion: decision.policyVersion,
      replica: decision.replica,
    };
  }

  #unknownSeats(seats: readonly UnknownSeat[]): Problem {
    const errors = seats.map(({ label, index }) => ({
      field: `seats.${index}`,
      message: `the event has no seat "${label}"`,
    }));
    return problem('seat-unknown', undefined, { errors, replica: this.config.replica });
  }

  #misuse(code: ErrorCode, field: string, message: string): Problem {
    return problem(code, undefined, { errors: [{ field, message }], replica: this.config.replica });
  }

  #origin(request: { policy: { strategy: string }; policyVersion: number }): Origin {
    const { policy, policyVersion } = request;
    return { strategy: policy.strategy, policyVersion, replica: this.config.replica };
  }
}

const degradedIn = ({ degraded }: Pick<FinalOutcome, 'degraded'>): { degraded?: Degraded } =>
  degraded === undefined ? {} : { degraded };

function refusal(outcome: Refused, origin: Origin): Problem {
  if (outcome.kind === 'rejected') return problem(outcome.code, outcome.detail, origin);
  const labels = outcome.seats.map(({ label }) => label).join(', ');
  const detail = `${labels} ${outcome.seats.length === 1 ? 'is' : 'are'} taken.`;
  return problem('seat-taken', detail, { seats: [...outcome.seats], ...origin });
}

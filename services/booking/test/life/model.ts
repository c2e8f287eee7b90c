import { ClaimsModel } from './claims-model.ts';
import type { Operation } from './operations.ts';
import { PaymentsModel } from './payments-model.ts';
import { SeatsModel } from './seats-model.ts';
import { type Settings, type World, newWorld } from './world.ts';

/** The n-th from the newest, around in a circle; undefined: there is none. */
export const fromNewest = (n: number, many: number): number | undefined =>
  many === 0 ? undefined : many - 1 - (n % many);

export const NOTHING = 'nothing';

/** docs/life-of-a-claim.md as a program, and so exactly what the services have to answer and to store. */
export class Model {
  readonly world: World;
  readonly #seats: SeatsModel;
  readonly #claims: ClaimsModel;
  readonly #payments: PaymentsModel;
  /** By claim: what was asked for, and the answer that is stored. */
  readonly #asked: { customer: number; seats: number[]; answer: string }[] = [];

  constructor(settings: Settings) {
    this.world = newWorld(settings);
    this.#seats = new SeatsModel(this.world, settings);
    this.#claims = new ClaimsModel(this.#seats);
    this.#payments = new PaymentsModel(this.#seats, this.#claims);
  }

  /** What is answered. */
  run(operation: Operation): string {
    if (operation.do === 'claim') return this.#claim(operation);
    if ('claim' in operation) return this.#withClaim(operation);
    if ('payment' in operation) return this.#withPayment(operation);
    this.#withAll(operation);
    return NOTHING;
  }

  #claim({ customer, seats }: Extract<Operation, { do: 'claim' }>): string {
    const answer = this.#claims.claim(customer, seats);
    if (answer === null) return 'policy-switching';
    this.#asked.push({ customer, seats, answer });
    return answer;
  }

  #withClaim(operation: Extract<Operation, { claim: number }>): string {
    const place = fromNewest(operation.claim, this.world.claims.length);
    const asked = this.#asked[place ?? 0];
    if (place === undefined || asked === undefined) return NOTHING;
    if (operation.do === 'ask-to-pay') return this.#payments.ask(place, operation.lost);
    if (operation.do !== 'repeat') return this.#claims.change(operation.do, place);
    this.#claims.attempt(asked.customer, asked.seats);
    return asked.answer;
  }

  #withPayment(operation: Extract<Operation, { payment: number }>): string {
    const place = fromNewest(operation.payment, this.world.payments.length);
    const payment = this.world.payments[place ?? 0];
    if (place === undefined || payment === undefined) return NOTHING;
    if (operation.do === 'deliver') return this.#payments.deliver(payment, operation.webhook);
    if (operation.do !== 'settle') return this.#payments[operation.do](payment);
    this.#payments.settle(payment, operation.lost);
    return NOTHING;
  }

  #withAll(operation: Exclude<Operation, { claim: number } | { payment: number } | { do: 'claim' }>): void {
    switch (operation.do) {
      case 'pass':
        return this.#seats.pass(operation.seconds);
      case 'sweep':
        return this.#claims.sweep();
      case 'expire-payments':
        return this.#payments.expirePayments();
      case 'close':
      case 'open':
        this.world.closed = operation.do === 'close';
    }
  }
}

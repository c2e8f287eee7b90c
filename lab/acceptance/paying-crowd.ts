import { PayingCustomer, type Plan, type Step } from './paying-customer.ts';

/** Some in every step; more of them only make the restarts among them longer. */
const CUSTOMERS_AT_ONCE = 40;
const SEATS_PER_ROW = 100;
const ROWS = 60;
/** Of ten customers. */
const PLANS: readonly Plan[] = [
  ...Array.from({ length: 4 }, () => 'buys' as const),
  ...Array.from({ length: 4 }, () => 'gives back' as const),
  'changes his mind',
  'leaves',
];

const rowName = (index: number): string =>
  [26, 1].map((place) => String.fromCharCode(65 + (Math.floor(index / place) % 26))).join('');

/** An event whose holds have to be paid for, with more seats than the crowd can want. */
export async function openPaidEvent(api: string, policy: object): Promise<string> {
  const rows = Array.from({ length: ROWS }, (_, index) => rowName(index));
  const section = { name: 'Stadium', rows, seatsPerRow: SEATS_PER_ROW, price: 6_500 };
  const answer = await fetch(`${api}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Paid', sections: [section], policy }),
  });
  const body = (await answer.json()) as { eventId?: string };
  if (body.eventId === undefined) throw new Error(`no event: ${JSON.stringify(body)}`);
  return body.eventId;
}

/** Customers who come one after another, so many at a time, until it is stopped. */
export class PayingCrowd {
  readonly customers: PayingCustomer[] = [];
  readonly #gone: Promise<unknown>;
  #stopping = false;

  constructor(
    private readonly api: string,
    private readonly eventId: string,
  ) {
    this.#gone = Promise.all(Array.from({ length: CUSTOMERS_AT_ONCE }, () => this.#oneAfterAnother()));
  }

  /** How many are at each step. */
  steps(): Map<Step, number> {
    const counts = new Map<Step, number>();
    for (const { step } of this.customers) counts.set(step, (counts.get(step) ?? 0) + 1);
    counts.delete('done');
    return counts;
  }

  /** When those who are there have left. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#gone;
  }

  async #oneAfterAnother(): Promise<void> {
    while (!this.#stopping) {
      const number = this.customers.length;
      const label = `${rowName(Math.floor(number / SEATS_PER_ROW))}${(number % SEATS_PER_ROW) + 1}`;
      const customer = new PayingCustomer(
        this.api,
        this.eventId,
        label,
        PLANS[number % PLANS.length] ?? 'buys',
      );
      this.customers.push(customer);
      await customer.go();
    }
  }
}

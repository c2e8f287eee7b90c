import type { Exhibit, Scene } from './exhibit.js';
import { scene } from './exhibit.js';
import type { Outcome } from './pay-late.js';
import { HOLD_SECONDS, neither, payLate } from './pay-late.js';
import { sweepAsWritten } from './sweeper-as-written.js';

const SEATS = 10;

export const sweeperErases: Exhibit = {
  title: 'The sweeper and the payment',
  shows:
    `${SEATS} customers hold a ticket each, and pay in the very moment in which their time is over: first ` +
    'against a sweeper that looks and then writes, then against ours, with a rival for every second seat who ' +
    'wants it just then.',
  means:
    'A hold ends, or is paid for, by one conditional UPDATE of its row: whoever comes second finds no row, and ' +
    'a customer who came too late gets his seat if it is still free, and his money back if it is not.',
  seed: 'Ticket booking with locking: a loop that frees reservations without asking again if they were paid',
  failure: {
    what: 'the sweeper reads what is over, the customers pay, the sweeper writes "available" (in a table of its own)',
    async play({ lab, doing }) {
      doing(`a sweeper and ${SEATS} payments, statement by statement`);
      const { paid, kept } = await sweepAsWritten(lab.stack.postgres.url, SEATS);
      const outcome = { paid, seat: kept, refunded: 0, notCharged: 0, twice: 0 };
      const lost = paid - kept;
      return scene([], figuresOf(outcome), lost > 0);
    },
  },
  cure: {
    what: `holds of ${HOLD_SECONDS} s in a real sale, paid at the provider after they are over`,
    async play(stage) {
      const outcome = await payLate(stage, SEATS);
      return scene([], figuresOf(outcome), neither(outcome) === 0 && outcome.twice === 0);
    },
  },
};

const figuresOf = (outcome: Outcome): Scene['figures'] => [
  { name: 'customers who pressed "pay"', value: outcome.paid },
  { name: 'have their seat', value: outcome.seat },
  { name: 'have their money back', value: outcome.refunded },
  { name: 'were not charged', value: outcome.notCharged },
  { name: 'have neither seat nor money', value: neither(outcome) },
  { name: 'seats with two owners, or with one who was refunded', value: outcome.twice },
];

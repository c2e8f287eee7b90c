import type { Fault } from './fault.js';
import { AT_WORK, NOTHING_TO_HEAL } from './fault.js';

/** One key is one claim, wherever it is asked. */
export const retryElsewhere: Fault = {
  ...AT_WORK,
  does: 'the customer gives up waiting and asks another replica, with the same key, while the first one works',
  impatient: true,
  inject: async () => ({ happened: async () => true, heal: NOTHING_TO_HEAL }),
};

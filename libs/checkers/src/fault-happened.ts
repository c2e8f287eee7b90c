import type { Evidence, Finding } from './evidence.js';
import { finding } from './evidence.js';

/** A fault that hit nothing was none: what held without it proves nothing about it. */
export function faultHappened({ fault }: Evidence): Finding[] {
  if (fault === null || fault.hits > 0) return [];
  return [finding('fault-missed', 'INCONCLUSIVE', `The fault ${fault.name} was asked for, but hit nothing.`)];
}

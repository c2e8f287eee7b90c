import type { Evidence } from './evidence.js';
import type { Finding } from './finding.js';
import { finding } from './finding.js';

/** A fault that hit nothing was none: what held without it proves nothing about it. */
export function faultHappened({ fault }: Evidence): Finding[] {
  if (fault === null || fault.hits > 0) return [];
  return [finding('fault-missed', 'INCONCLUSIVE', `The fault ${fault.name} was asked for, but hit nothing.`)];
}

import type { SeenFault } from '#checkers';
import type { Fault, FaultSite } from './faults/fault.js';
import { pauseHolder } from './faults/pause-holder.js';

/** Every fault, one line each; `npm run race -- --fault` takes the name. */
export const faults = {
  'pause-holder': pauseHolder,
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof faults;
export const FAULT_NAMES = Object.keys(faults) as FaultName[];

/** The sale while the fault goes on; what became of the fault, or null when none was asked for. */
export async function underFault(
  name: FaultName | null,
  site: FaultSite,
  sale: () => Promise<void>,
): Promise<SeenFault | null> {
  if (name === null) {
    await sale();
    return null;
  }
  const running = await faults[name].begin(site);
  try {
    await sale();
    return { name, hits: await running.hits() };
  } finally {
    await running.end();
  }
}

import type { PerKind, Watched } from './processes.js';
import { cpuUsByKind, cpuUsOf, machineBusyUs } from './processes.js';
import type { Run } from './run.js';

interface Reading {
  readonly atMs: number;
  readonly byKind: PerKind;
  readonly busyUs: number;
  readonly oursUs: number;
}

/** Begins to count; then µs for each of so many, and how many processors others had meanwhile. */
export function meter(watched: Watched): (answers: number) => Pick<Run, 'cpuUs' | 'othersCores'> {
  const before = readingOf(watched);
  return (answers) => {
    const after = readingOf(watched);
    const each = Object.entries(after.byKind).map(([kind, us]): [string, number] => [
      kind,
      (us - (before.byKind[kind as keyof PerKind] ?? 0)) / Math.max(1, answers),
    ]);
    const othersUs = after.busyUs - before.busyUs - (after.oursUs - before.oursUs);
    const tookUs = (after.atMs - before.atMs) * 1_000;
    return { cpuUs: Object.fromEntries(each), othersCores: Math.max(0, othersUs / tookUs) };
  };
}

/** The generator is a child of ours, and has ended when we look again. */
function readingOf(watched: Watched): Reading {
  const byKind = { ...cpuUsByKind(watched), generator: cpuUsOf('self', 'children') };
  const oursUs = Object.values(byKind).reduce((sum, us) => sum + us, cpuUsOf('self', 'own'));
  return { atMs: performance.now(), byKind, busyUs: machineBusyUs(), oursUs };
}

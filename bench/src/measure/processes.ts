import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Identity } from '#launcher';
import { familyOf } from '../../../lab/src/cluster/server-process.js';

export type Kind = 'node' | 'nginx' | 'postgres' | 'redis' | 'nats' | 'inventory' | 'payments' | 'generator';

/** The heads of the processes of each kind; their children count with them. */
export type Watched = Readonly<Partial<Record<Kind, readonly Identity[]>>>;
export type PerKind = Readonly<Partial<Record<Kind, number>>>;

/** The kernel tells times in these towards programs, whatever it counts in itself. */
const US_PER_TICK = 10_000;
/** Of /proc/PID/stat after the name: user, system, and both of children that ended. */
const FIELDS = { user: 11, system: 12, childrenUser: 13, childrenSystem: 14 };
const KIB_PER_MIB = 1_024;

/** µs since it began, with the children that have ended. */
export function cpuUsOf(pid: number | 'self', whose: 'own' | 'all' | 'children' = 'all'): number {
  const stat = readOf(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const sum = (...names: (keyof typeof FIELDS)[]): number =>
    names.reduce((total, name) => total + Number(fields[FIELDS[name]] ?? 0), 0);
  const own = whose === 'children' ? 0 : sum('user', 'system');
  const children = whose === 'own' ? 0 : sum('childrenUser', 'childrenSystem');
  return (own + children) * US_PER_TICK;
}

export const cpuUsByKind = (watched: Watched): PerKind => forEachKind(watched, (pid) => cpuUsOf(pid));

/** µs that the processors we may use were not idle for anybody, ours or not; `taskset` takes the first ones. */
export function machineBusyUs(): number {
  const lines = readOf('/proc/stat').split('\n');
  return (
    lines.slice(1, 1 + availableParallelism()).reduce((sum, line) => sum + busyTicks(line), 0) * US_PER_TICK
  );
}

/** Of `cpu0 user nice system idle iowait irq softirq steal …`. */
function busyTicks(line: string): number {
  const [, user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line.split(' ').map(Number);
  return user + nice + system + irq + softirq + steal;
}

/** Proportional: what several share, such as PostgreSQL's buffers, counts once. */
export const memoryMibByKind = (watched: Watched): PerKind =>
  forEachKind(watched, (pid) => {
    const [, kib] = /^Pss:\s+(\d+)/m.exec(readOf(`/proc/${pid}/smaps_rollup`)) ?? [];
    return Number(kib ?? 0) / KIB_PER_MIB;
  });

function forEachKind(watched: Watched, of: (pid: number) => number): PerKind {
  const sums = Object.entries(watched).map(([kind, heads]): [string, number] => {
    const family = heads.flatMap((head) => familyOf(head));
    return [kind, family.reduce((sum, { pid }) => sum + of(pid), 0)];
  });
  return Object.fromEntries(sums);
}

/** Nothing when it has ended meanwhile. */
function readOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

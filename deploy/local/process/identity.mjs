// @ts-check
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

/**
 * A pid may have been given to another program since: with its start time it names one process only.
 * @typedef {{ pid: number, startTime: string }} Identity
 * @typedef {{ parent: number, session: number, state: string, startTime: string }} ProcessFacts
 */

/**
 * Nobody: matches no process.
 * @type {Identity}
 */
export const NOBODY = { pid: 0, startTime: '' };

/** Fields of /proc/<pid>/stat, counted from the one after the program's name (field 3 of proc(5)). */
const FIELD = { state: 0, parent: 1, session: 3, startTime: 19 };

/**
 * @param {string} stat the text of /proc/<pid>/stat
 * @returns {ProcessFacts}
 */
export function parseStat(stat) {
  // the program's name may hold spaces and brackets, so only what follows its last bracket can be split
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    state: fields[FIELD.state] ?? '',
    parent: Number(fields[FIELD.parent]),
    session: Number(fields[FIELD.session]),
    startTime: fields[FIELD.startTime] ?? '',
  };
}

/**
 * @param {string} path
 * @param {(path: string) => string} read
 */
function readOfProcess(path, read) {
  try {
    return read(path);
  } catch {
    return null; // the process ended, or belongs to a user who hides it: in both cases it is none of ours
  }
}

/**
 * @param {number} pid
 * @returns {ProcessFacts | null} null when there is no such process, or only its corpse
 */
export function factsOf(pid) {
  const stat = readOfProcess(`/proc/${pid}/stat`, (path) => readFileSync(path, 'utf8'));
  if (stat === null) return null;
  const facts = parseStat(stat);
  return facts.state === 'Z' || facts.state === 'X' ? null : facts;
}

/** @param {Identity} identity */
export function isAlive(identity) {
  return factsOf(identity.pid)?.startTime === identity.startTime;
}

/**
 * @param {number} pid
 * @returns {Identity}
 */
export function identityOf(pid) {
  // an empty start time matches no process: one that ended at once is simply not alive
  return { pid, startTime: factsOf(pid)?.startTime ?? '' };
}

/** @returns {number[]} */
export function allPids() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/**
 * @param {number} pid
 * @returns {string[]} the words of its command line, as the process shows them now
 */
export function commandLineOf(pid) {
  const text = readOfProcess(`/proc/${pid}/cmdline`, (path) => readFileSync(path, 'utf8')) ?? '';
  return text.replace(/\0+$/, '').split('\0');
}

/**
 * @param {number} pid
 * @returns {string | null}
 */
export function programOf(pid) {
  return readOfProcess(`/proc/${pid}/exe`, (path) => readlinkSync(path));
}

/**
 * Resident memory.
 * @param {number} pid
 */
export function memoryKilobytesOf(pid) {
  const status = readOfProcess(`/proc/${pid}/status`, (path) => readFileSync(path, 'utf8')) ?? '';
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
}

/** After a reboot every pid and start time begins anew: what was recorded before it is not alive. */
export function bootId() {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

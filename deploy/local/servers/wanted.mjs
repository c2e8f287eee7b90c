// @ts-check

/**
 * @typedef {'postgres' | 'redis' | 'nats' | 'nginx'} ServerKind
 * @typedef {ServerKind | 'compiler'} ProgramKind
 * @typedef {{
 *   label: string,
 *   programs: string[],
 *   beside: string[],
 *   versionArgs: string[],
 *   versionPattern: RegExp,
 *   oldest: string,
 *   debianPackages: string[],
 * }} Wanted `beside` are programs that must lie in the same folder
 */

/** @type {ServerKind[]} */
export const SERVER_KINDS = ['postgres', 'redis', 'nats', 'nginx'];

/** What each program must be to serve us. @type {Record<ProgramKind, Wanted>} */
export const WANTED = {
  postgres: {
    label: 'PostgreSQL',
    programs: ['postgres'],
    beside: ['initdb'],
    versionArgs: ['--version'],
    versionPattern: /PostgreSQL\) (\d+(?:\.\d+)*)/,
    oldest: '15',
    debianPackages: ['postgresql'],
  },
  redis: {
    label: 'Redis',
    programs: ['redis-server', 'valkey-server'],
    beside: [],
    versionArgs: ['--version'],
    versionPattern: /\bv=(\d+(?:\.\d+)*)/,
    oldest: '7',
    debianPackages: ['redis-server', 'valkey-server'],
  },
  nats: {
    label: 'NATS',
    programs: ['nats-server'],
    beside: [],
    versionArgs: ['--version'],
    versionPattern: /nats-server: v(\d+(?:\.\d+)*)/,
    oldest: '2.10',
    debianPackages: ['nats-server'],
  },
  nginx: {
    label: 'nginx',
    programs: ['nginx'],
    beside: [],
    versionArgs: ['-V'],
    versionPattern: /nginx\/(\d+(?:\.\d+)*)/,
    oldest: '1.22',
    debianPackages: ['nginx'],
  },
  // of C, for one file of thirty lines; tcc needs nothing besides itself, so it can be had without root
  compiler: {
    label: 'a C compiler',
    programs: ['cc', 'gcc', 'clang', 'tcc'],
    beside: [],
    versionArgs: ['--version'],
    versionPattern: /(?:\) |version )(\d+(?:\.\d+)*)/,
    oldest: '0.9',
    debianPackages: ['tcc'],
  },
};

/**
 * Compares part by part as numbers: 2.9 is older than 2.10.
 * @param {string} left
 * @param {string} right
 * @returns {number} below zero when left is older
 */
export function compareVersions(left, right) {
  const [a, b] = [left.split('.').map(Number), right.split('.').map(Number)];
  for (let part = 0; part < Math.max(a.length, b.length); part += 1) {
    const difference = (a[part] ?? 0) - (b[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * @param {ProgramKind} kind
 * @param {string} output what the program says about its version
 * @returns {string | null}
 */
export const versionIn = (kind, output) => WANTED[kind].versionPattern.exec(output)?.[1] ?? null;

/**
 * @param {ProgramKind} kind
 * @param {string} version
 */
export const isNewEnough = (kind, version) => compareVersions(version, WANTED[kind].oldest) >= 0;

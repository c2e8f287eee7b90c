// @ts-check
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const TEMPLATE = new URL('../../nginx/local.conf', import.meta.url);
const PROFILES = new URL('../../nginx/profiles/', import.meta.url);
/** Modules that some builds have and some have not; those that have them make a folder for each. */
const UNUSED_MODULES = ['fastcgi', 'uwsgi', 'scgi'];

/**
 * @typedef {import('../stack/profile.mjs').ProfileName} ProfileName
 * @typedef {{ dir: string, errorLog: string, listen: string, alsoListens: string[], booking: string[],
 *   inventory: string, payments: string, asRoot: boolean, leftOut: string[], profile: ProfileName
 *   }} NginxConfig addresses are `host:port`
 */

/**
 * @param {string} path of the program
 * @returns {string[]} which of the unused modules this build does not know
 */
export function modulesLeftOut(path) {
  const { stderr } = spawnSync(path, ['-V'], { encoding: 'utf8' });
  return UNUSED_MODULES.filter((module) => stderr.includes(`--without-http_${module}_module`));
}

/**
 * @param {NginxConfig} config
 * @returns {string}
 */
export function renderNginxConfig(config) {
  const { dir, errorLog, listen, alsoListens, booking, inventory, payments, asRoot, leftOut, profile } =
    config;
  const present = UNUSED_MODULES.filter((module) => !leftOut.includes(module));
  /** @type {Record<string, string>} */
  const words = {
    // started by root, the workers would run as "nobody" and could not write below a folder of root's
    userLine: asRoot ? 'user root root;' : '',
    dir,
    errorLog,
    listens: [listen, ...alsoListens].map((address) => `    listen ${address} backlog=4096;`).join('\n'),
    inventoryServer: inventory,
    paymentsServer: payments,
    bookingServers: booking.map((address) => `    server ${address} max_fails=0;`).join('\n'),
    profileRules: readFileSync(new URL(`${profile}.conf`, PROFILES), 'utf8').trimEnd(),
    unusedTempPaths: present.map((module) => `  ${module}_temp_path ${dir}/${module};`).join('\n'),
  };
  return readFileSync(TEMPLATE, 'utf8').replace(/\{\{(\w+)\}\}/g, (all, word) => words[word] ?? all);
}

// @ts-check
/** What is set with -e NAME=value. What a script reads is kept, as it came to be, for the history's first line. */

/** @type {Record<string, string>} */
export const SETTINGS = {};

/** @param {string} name @param {string} usual @param {string[]} [words] the ones that there are; absent: any */
export function word(name, usual, words) {
  const value = __ENV[name] || usual;
  if (words !== undefined && !words.includes(value))
    throw new Error(`-e ${name}=${value}: it takes one of ${words.join(', ')}`);
  SETTINGS[name] = value;
  return value;
}

/** @param {string} name @param {number} usual @param {{ least: number, most: number }} range */
export function whole(name, usual, { least, most }) {
  const value = Number(__ENV[name] || usual);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new Error(`-e ${name}=${__ENV[name]}: it takes a whole number from ${least} to ${most}`);
  SETTINGS[name] = String(value);
  return value;
}

/** What a sale is sold by, the same in every script. @param {string} strategy the usual one @param {number} [workMs] */
export const policyWith = (strategy, workMs = 0) => ({
  strategy: word('STRATEGY', strategy),
  guard: word('GUARD', 'true', ['true', 'false']) === 'true',
  workMs: whole('WORK_MS', workMs, { least: 0, most: 1_000 }),
});

/** Decides what iteration n does: whom it is, what he wants, how long he waits. Not when the machine lets him. */
export const SEED = whole('SEED', 1, { least: 0, most: 2 ** 31 - 1 });

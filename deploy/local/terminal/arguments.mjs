// @ts-check
import { parseArgs } from 'node:util';
import { Mistake } from './mistake.mjs';

/** A replica's pools hold up to 30 sessions, and PostgreSQL has 340. */
export const REPLICAS_LIMIT = 10;
export const USUAL_REPLICAS = 3;

/**
 * @typedef {NonNullable<import('node:util').ParseArgsConfig['options']>} Options
 * @typedef {{ options: Options, positionals?: boolean, help: string }} Spec
 */

/**
 * @param {string[]} args
 * @param {Spec} spec
 * @returns {{ values: Record<string, string | boolean | undefined>, words: string[] } | null} null: help was
 * asked for
 */
export function readArguments(args, { options, positionals = false, help }) {
  try {
    const all = { ...options, help: { type: /** @type {const} */ ('boolean') } };
    const { values, positionals: words } = parseArgs({ args, options: all, allowPositionals: positionals });
    if (!values['help']) return { values: values, words };
    process.stdout.write(`${help}\n`);
    return null;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new Mistake(`${reason}.`, help.split('\n'));
  }
}

/**
 * @param {string} text
 * @param {string} example what to type
 */
export function readReplicas(text, example) {
  const replicas = Number(text);
  if (Number.isInteger(replicas) && replicas >= 1 && replicas <= REPLICAS_LIMIT) return replicas;
  throw new Mistake(
    `"${text}" is not a number of replicas (1 to ${REPLICAS_LIMIT}). Type for example: ${example}`,
  );
}

// @ts-check

/** Something that the user can put right: shown as it is, without a stack trace, exit code 1. */
export class Mistake extends Error {
  /**
   * @param {string} sentence what is wrong and what to type
   * @param {string[]} [evidence] lines shown below it, such as the end of a log
   */
  constructor(sentence, evidence = []) {
    super(sentence);
    this.evidence = evidence;
  }
}

/** The user pressed Ctrl-C, or somebody asked us to end. */
export class Interrupted extends Error {
  /** @param {NodeJS.Signals} by */
  constructor(by) {
    super(`Stopped by ${by}.`);
    this.by = by;
  }
}

const DISK_FULL = /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded/i;
const NOT_ALLOWED = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR']);

/**
 * @param {unknown} error
 * @returns {string} the operating system's name for it (ENOENT, …), or nothing
 */
export const codeOf = (error) => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** @param {string} text */
export const speaksOfFullDisk = (text) => DISK_FULL.test(text);

/** @param {string} where */
export const diskFull = (where) =>
  new Mistake(`The disk that holds ${where} is full: free some space there and start again.`);

/**
 * Turns what the operating system refused into a sentence; anything else stays what it was.
 * @param {unknown} error
 * @param {string} home the data folder, named when the error does not name a path
 * @returns {unknown}
 */
export function explain(error, home) {
  if (!(error instanceof Error) || error instanceof Mistake) return error;
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(home);
  // a folder that cannot be made in a read-only place is reported as one that does not exist
  const unmakeable = code === 'ENOENT' && 'syscall' in error && error.syscall === 'mkdir';
  if (!NOT_ALLOWED.has(code) && !unmakeable) return error;
  const place = 'path' in error ? String(error.path) : home;
  return new Mistake(
    `lastseat may not use ${place} (${code}): give this user the right to read and write it, ` +
      `or set LASTSEAT_HOME to a folder that is yours.`,
  );
}

/** Something the person at the terminal can put right: printed as one sentence, without a stack trace. */
export class UserError extends Error {}

export const notRunning = (): UserError => new UserError('lastseat is not running. Type: npm run up');

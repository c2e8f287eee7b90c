const LANGUAGE = 'en-GB';
const SECONDS_PER_MINUTE = 60;
const MS_PER_SECOND = 1_000;

/** Minor units are a hundredth in most currencies, a thousandth or the whole in some: Intl knows. */
export function money(minorUnits: number, currency: string): string {
  const format = new Intl.NumberFormat(LANGUAGE, { style: 'currency', currency });
  const { maximumFractionDigits: digits = 0 } = format.resolvedOptions();
  return format.format(minorUnits / 10 ** digits);
}

/** In UTC, and saying so: without a program of ours the page does not know the customer's time. */
export const moment = (at: Date): string =>
  new Intl.DateTimeFormat(LANGUAGE, {
    dateStyle: 'long',
    timeStyle: 'long',
    timeZone: 'UTC',
  }).format(at);

/** Rounded down, so that nobody relies on time that there is not. */
export function timeLeft(until: Date, now: Date): string {
  const seconds = Math.max(0, Math.floor((until.getTime() - now.getTime()) / MS_PER_SECOND));
  const [count, unit] =
    seconds < SECONDS_PER_MINUTE ? [seconds, 'second'] : [Math.floor(seconds / SECONDS_PER_MINUTE), 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'} left`;
}

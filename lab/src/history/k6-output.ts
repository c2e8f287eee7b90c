import { classify } from '../driver/classify.js';
import { parseJson } from '../parse-json.js';
import { UserError } from '../user-error.js';
import type { K6Answer, K6Attempt, K6Run } from './k6-lines.js';
import { K6First, K6Line, K6Sample, K6_METRIC } from './k6-lines.js';
import type { HistoryLine } from './lines.js';
import { textLines } from './text-lines.js';

const US_PER_MS = 1_000;
const US_DIGITS = 6;

/** One sale of a k6 run; times in µs since 1970 until all of it is known. */
export interface K6Sale {
  run: K6Run;
  startedAtUs: number;
  lines: HistoryLine[];
}

/**
 * What `k6 run --out json=FILE` wrote, sale by sale. k6 writes a sample a little after it happened, and not always in
 * order, so the lines of a sale are sorted by their time.
 */
export async function readK6Output(file: string): Promise<K6Sale[]> {
  const sales = new Map<string, K6Sale>();
  const ended = new Set<string>();
  const clock = new OneClock();
  for await (const text of textLines(file)) {
    const sample = sampleIn(text);
    if (sample === undefined) continue;
    const { atUs, line } = sample;
    if (line.kind === 'run') sales.set(line.eventId, { run: line, startedAtUs: atUs, lines: [] });
    else if (line.kind === 'end') ended.add(line.eventId);
    else {
      clock.mustNotGoBack(line.process, atUs);
      sales.get(line.eventId)?.lines.push(historyLine(line, atUs));
    }
  }
  if ([...sales.keys()].some((eventId) => !ended.has(eventId))) {
    throw new UserError(`k6 was ended before its time, and what it saw last is not in ${file}: no verdict.`);
  }
  for (const sale of sales.values()) inOrder(sale);
  return [...sales.values()];
}

/** undefined: another metric of k6's. */
function sampleIn(text: string): { atUs: number; line: K6Line } | undefined {
  if (!text.includes(`"${K6_METRIC}"`)) return undefined;
  const sample = K6Sample.safeParse(parseJson(text));
  if (!sample.success) return undefined;
  const { time, metadata } = sample.data.data;
  const line = K6Line.safeParse(parseJson(metadata.line));
  if (line.success) return { atUs: microseconds(time), line: line.data };
  throw new UserError(`k6 wrote a line that is not of this version of loadtest/: ${metadata.line}`);
}

/** RFC 3339 with up to nine digits of a second, of which Date.parse takes three. */
export function microseconds(time: string): number {
  const [, seconds = '', fraction = '', zone = ''] =
    /^([^.]*?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(time) ?? [];
  return Date.parse(seconds + zone) * US_PER_MS + Number(fraction.slice(0, US_DIGITS).padEnd(US_DIGITS, '0'));
}

function historyLine(line: K6Attempt, atUs: number): HistoryLine {
  const { process, key, attempt } = line;
  if (line.kind === 'invoke') {
    const { customer, seats, quantity } = line;
    return { kind: 'invoke', atUs, process, key, attempt, customer, seats, quantity };
  }
  return { atUs, process, key, attempt, ...classify(sentOf(line)) };
}

const sentOf = ({ reply, broken = 'connection-reset' }: K6Answer): Parameters<typeof classify>[0] =>
  reply === undefined ? { broken } : { reply };

/** k6 has the time of day alone, which can be set; then nobody knows what came first. */
class OneClock {
  private readonly latest = new Map<number, number>();

  mustNotGoBack(process: number, atUs: number): void {
    if (atUs < (this.latest.get(process) ?? 0)) {
      throw new UserError('The clock was set back while k6 ran, so the order of what it saw is not known.');
    }
    this.latest.set(process, atUs);
  }
}

function inOrder({ startedAtUs, lines }: K6Sale): void {
  lines.sort((a, b) => a.atUs - b.atUs);
  for (const line of lines) line.atUs -= startedAtUs;
}

/** Its first line describes a metric; a history's describes the run. */
export async function isK6Output(file: string): Promise<boolean> {
  for await (const text of textLines(file)) return K6First.safeParse(parseJson(text)).success;
  return false;
}

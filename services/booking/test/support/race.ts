import { randomUUID } from 'node:crypto';
import { ClaimView, type PolicyChange, Problem } from '#contracts';
import { pause } from '#deadlines';
import { type Cluster, type Pause, armPause, asJson, openEvent, pausesHit } from './cluster.ts';

const WORK_MS = 40;
const AGAIN_AFTER_MS = 10;
const AGAIN_JITTER_MS = 40;
/** A buyer whose seat is contended for as long gives up. */
const PATIENCE_MS = 30_000;

export type Answer = ClaimView | Problem;
export const isYes = (answer: Answer | undefined): answer is ClaimView =>
  answer !== undefined && 'claimId' in answer;

/** One key, and all that was answered to it, in order. */
export interface Buyer {
  readonly labels: readonly string[];
  readonly answers: readonly Answer[];
  /** Undefined: it gave up. */
  readonly final: Answer | undefined;
}

/** A sale of one seat, as the ledger and the live claims have it. */
export interface SaleRow {
  readonly claimId: string;
  readonly label: string;
  readonly version: number;
  readonly to: string;
  /** False: one of the two lacks it. */
  readonly whole: boolean;
}

export interface Race {
  readonly eventId: string;
  readonly labels: readonly string[];
  readonly buyers: readonly Buyer[];
  readonly sales: readonly SaleRow[];
  readonly pausesHit: number;
}

export interface Course {
  readonly policy: PolicyChange;
  readonly seats: number;
  /** One buyer each, in turn at each replica. */
  readonly baskets: readonly (readonly string[])[];
  readonly replicas: number;
  readonly paused?: Pause;
  readonly patienceMs?: number;
}

export const seatLabels = (count: number): string[] => Array.from({ length: count }, (_, n) => `A${n + 1}`);

/** Every seat alone, wanted by so many buyers. */
export const oneSeatEach = (seats: number, buyersPerSeat: number): string[][] =>
  seatLabels(seats).flatMap((label) => Array.from({ length: buyersPerSeat }, () => [label]));

export interface Asking {
  readonly url: string;
  readonly eventId: string;
  readonly labels: readonly string[];
  readonly key?: string;
}

export async function ask({ url, eventId, labels, key = randomUUID() }: Asking): Promise<Answer> {
  const headers = { 'idempotency-key': key };
  const request = asJson('POST', { customerId: `customer-${key}`, seats: labels }, headers);
  const answer = await fetch(`${url}/v1/events/${eventId}/claims`, request);
  const body: unknown = await answer.json();
  return answer.status === 201 ? ClaimView.parse(body) : Problem.parse(body);
}

/** Repeats with the same key until the answer is final. */
export async function buy(asking: Asking, patienceMs = PATIENCE_MS): Promise<Buyer> {
  const repeated = { key: randomUUID(), ...asking };
  const answers: Answer[] = [];
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    const answer = await ask(repeated);
    answers.push(answer);
    if (isYes(answer) || answer.retryable === false) {
      return { labels: asking.labels, answers, final: answer };
    }
    await pause(AGAIN_AFTER_MS + Math.random() * AGAIN_JITTER_MS);
  }
  return { labels: asking.labels, answers, final: undefined };
}

/** All buyers at once, with the guard off unless the policy names it. */
export async function race(cluster: Cluster, course: Course): Promise<Race> {
  const { policy, seats, baskets, replicas, paused, patienceMs } = course;
  const eventId = await openEvent(cluster, seats, { guard: false, workMs: WORK_MS, ...policy });
  if (paused !== undefined) await armPause(cluster, eventId, paused);
  const urls = cluster.replicas.slice(0, replicas).map(({ url }) => url);
  const buyers = await Promise.all(
    baskets.map((labels, n) => buy({ url: urls[n % replicas] ?? '', eventId, labels }, patienceMs)),
  );
  const hits = paused === undefined ? 0 : await pausesHit(cluster, eventId);
  const sales = await salesOf(cluster, eventId);
  return { eventId, labels: seatLabels(seats), buyers, sales, pausesHit: hits };
}

export async function salesOf({ database }: Pick<Cluster, 'database'>, eventId: string): Promise<SaleRow[]> {
  const { rows } = await database.query<SaleRow>(
    `SELECT sale.claim_id AS "claimId", label, sale.version::integer AS version, sale.to_status AS "to", whole
     FROM (
       SELECT event_id, claim_id, seat_id, ledger_id, ledger.version, to_status,
         ledger_id IS NOT NULL AND live IS TRUE AS whole
       FROM booking.ledger FULL JOIN booking.claim_seats USING (event_id, claim_id, seat_id)
     ) AS sale JOIN booking.seats USING (event_id, seat_id)
     WHERE event_id = $1 ORDER BY ledger_id`,
    [eventId],
  );
  return rows;
}

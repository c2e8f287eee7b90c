import type { Answers } from '../load/wrk.js';
import { closedLoad } from '../load/wrk.js';
import type { NoOpFront } from '../stack/no-op-front.js';
import { meter } from './meter.js';
import { memoryMibByKind } from './processes.js';
import type { Run, Wanted } from './run.js';

const US_PER_S = 1_000_000;
const US_PER_MS = 1_000;
const PATH = '/v1/events/no-op/claims';

export async function measureNoOp(
  project: string,
  front: NoOpFront,
  requests: string,
  wanted: Wanted,
): Promise<Run> {
  const { connections, seconds } = wanted;
  const watched = { node: front.node, nginx: [front.nginx] };
  const before = memoryMibByKind(watched);
  const spent = meter(watched);
  const answers = await closedLoad(project, { url: front.url, path: PATH, requests, connections, seconds });
  const yes = answers.answers - answers.notOk;
  const faults = answers.notOk > 0 ? [`${answers.notOk} requests of no consequence were refused`] : [];
  return {
    ...{ what: 'no-op', strategy: null, ...wanted, ...figures(answers, yes), ...spent(answers.answers) },
    ...{ yes, no: 0, undecided: 0, walBytes: null, lag: null, drainMs: null, faults },
    memoryMib: { before, after: memoryMibByKind(watched) },
  };
}

export const pathOf = (eventId: string): string => `/v1/events/${eventId}/claims`;

type Figures = Pick<Run, 'seconds' | 'verified' | 'perSecond' | 'unanswered' | 'latency'>;

export function figures(answers: Answers, verified: number): Figures {
  const { us, broken, timeouts, p50Us, p95Us, p99Us, maxUs } = answers;
  return {
    seconds: us / US_PER_S,
    verified,
    perSecond: (verified * US_PER_S) / us,
    unanswered: broken + timeouts,
    latency: {
      p50Ms: p50Us / US_PER_MS,
      p95Ms: p95Us / US_PER_MS,
      p99Ms: p99Us / US_PER_MS,
      maxMs: maxUs / US_PER_MS,
    },
  };
}

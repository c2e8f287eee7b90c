import type { Phase } from '../../matrix/cell.js';

/** In the order in which they are drawn. */
export const GROUP_TITLES = {
  clients: 'clients',
  replicas: 'replicas',
  redis: 'Redis nodes',
  postgres: 'storage',
  nats: 'messages',
  inventory: 'counts',
} as const;
type LaneGroup = keyof typeof GROUP_TITLES;

/** `overlap`: two critical sections at once that both sold; `beside`: at once, and at most one of them sold. */
export type Tone = 'yes' | 'no' | 'open' | 'plain' | 'overlap' | 'beside';

/** All times of a timeline are µs on the clock of the history. */
export interface Span {
  kind: 'operation' | 'request' | 'section' | 'lease' | 'transaction' | 'message';
  fromUs: number;
  toUs: number;
  tone: Tone;
  /** a word or two, drawn where there is room */
  label: string;
  /** a sentence */
  tells: string;
}

export interface Mark {
  kind: 'answer' | 'vote' | 'commit' | 'applied';
  atUs: number;
  tone: Tone;
  label: string;
  tells: string;
}

/** What lies in one track is nested or apart, but for leases: these outlive the request that has them. */
export interface Track {
  spans: Span[];
  marks: Mark[];
}

export interface Lane {
  group: LaneGroup;
  name: string;
  tracks: Track[];
}

export interface Timeline {
  fromUs: number;
  toUs: number;
  bands: Phase[];
  lanes: Lane[];
  /** critical sections of one seat that overlapped although both sold */
  overlaps: number;
}

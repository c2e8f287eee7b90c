export interface GeneratorPlan {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** a file with lines of `key TAB body`; each is sent once */
  readonly requests: string;
  readonly connections: number;
  readonly perSecond: number;
}

export interface Sent {
  /** µs since the beginning: when it was to be sent, was sent, was answered */
  readonly dueUs: number;
  readonly sentUs: number;
  doneUs: number | null;
  /** head and body as they came; null: there was none */
  answer: string | null;
}

export interface Generated {
  readonly tookUs: number;
  readonly cpuUs: number;
  readonly sent: readonly Sent[];
  /** those for which no connection became free */
  readonly unsent: number;
}

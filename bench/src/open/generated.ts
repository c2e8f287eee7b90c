export interface GeneratorPlan {
  readonly host: string;
  readonly port: number;
  /** one after the other, each for all requests */
  readonly paths: readonly string[];
  /** a file with lines of `key TAB body`; each is sent once to each path */
  readonly requests: string;
  /** the whole answers, to be read afterwards; else their status alone */
  readonly keepsAnswers: boolean;
  readonly connections: number;
  readonly perSecond: number;
}

export interface Sent {
  /** µs since the beginning: when it was to be sent, was sent, was answered */
  readonly dueUs: number;
  readonly sentUs: number;
  doneUs: number | null;
  status: number | null;
  /** head and body as they came; null: there was none, or it was not to be kept */
  answer: string | null;
}

export interface Generated {
  readonly tookUs: number;
  readonly cpuUs: number;
  readonly sent: readonly Sent[];
  /** those for which no connection became free */
  readonly unsent: number;
}
